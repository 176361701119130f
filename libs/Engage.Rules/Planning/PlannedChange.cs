namespace Engage.Rules.Planning;

/// <summary>What applying a document does to the definition of its id.</summary>
public enum PlannedChange
{
    /// <summary>There is no version yet.</summary>
    Add,

    /// <summary>The content is another, and perhaps the status too.</summary>
    Change,

    /// <summary>The content is the same and the status another.</summary>
    ChangeStatus,

    /// <summary>Nothing is written.</summary>
    Unchanged,
}
