namespace Engage.Sandbox.Faults;

/// <summary>Where a fault cuts the connection.</summary>
public enum FaultReset
{
    /// <summary>Before the request's body is read; the body is read where the rule matches a recipient. Nothing is accepted.</summary>
    BeforeBody,

    /// <summary>After the body was read. Nothing is accepted.</summary>
    AfterBody,

    /// <summary>After the message was accepted, before the answer: what makes a careless sender send twice.</summary>
    AfterAccept,
}
