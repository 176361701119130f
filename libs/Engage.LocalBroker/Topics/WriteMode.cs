namespace Engage.LocalBroker.Topics;

/// <summary>Whether an administrative request changes anything or only asks whether it could.</summary>
internal enum WriteMode
{
    Execute,
    ValidateOnly,
}
