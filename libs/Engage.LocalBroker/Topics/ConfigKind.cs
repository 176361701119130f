namespace Engage.LocalBroker.Topics;

/// <summary>How the text of a configuration value is read.</summary>
internal enum ConfigKind
{
    Int32,
    Int64,
    Ratio,
    Boolean,
    Choice,
    ChoiceList,
}
