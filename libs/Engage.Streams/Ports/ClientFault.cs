namespace Engage.Streams.Ports;

/// <summary>Failures of clients, classed by what the engine does about them.</summary>
public enum ClientFault
{
    /// <summary>May be called again.</summary>
    Retriable,

    /// <summary>The transaction must be aborted; the producer lives on.</summary>
    Abortable,

    /// <summary>Membership is stale (old generation, unknown member): abort, poll so that callbacks run, rewind.</summary>
    StaleMember,

    /// <summary>Another process uses this instance id: this one must end.</summary>
    FencedInstance,

    /// <summary>Another producer took the transactional id over: new producer, rewind.</summary>
    Fenced,

    /// <summary>The client is unusable: new one, rewind.</summary>
    Fatal,

    /// <summary>The local queue is full: serve and try again.</summary>
    QueueFull,

    /// <summary>The record exceeds what the topic takes.</summary>
    RecordTooLarge,

    /// <summary>The wanted offset is gone from the input: operators decide.</summary>
    OffsetGone,

    /// <summary>The topic or partition does not exist.</summary>
    UnknownTopic,

    /// <summary>Credentials or rights are missing.</summary>
    NotAuthorized,

    /// <summary>Connection trouble that the client mends itself; to be logged only.</summary>
    Transport,
}
