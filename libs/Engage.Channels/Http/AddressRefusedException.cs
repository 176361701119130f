namespace Engage.Channels.Http;

/// <summary>A host that resolves to no public address, where only those may be called. Nothing was connected.</summary>
internal sealed class AddressRefusedException(string host) : Exception($"{host} resolves to no public address.");
