namespace Engage.LocalBroker.Protocol;

/// <summary>What a connection does after a handler has finished.</summary>
internal enum RequestEnding
{
    Answer,
    Silence,
    Close,
}
