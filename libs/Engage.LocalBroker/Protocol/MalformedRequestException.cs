namespace Engage.LocalBroker.Protocol;

/// <summary>Bytes that cannot be read as the request they claim to be. The connection they came from is closed; nothing was changed.</summary>
internal sealed class MalformedRequestException(string message) : Exception(message);
