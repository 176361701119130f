namespace Engage.SchemaRegistry.Client;

/// <summary>The registry does not answer, or answers that it is in trouble, after all attempts. Try again later.</summary>
public sealed class SchemaRegistryUnreachableException(string message, Exception? cause) : Exception(message, cause);
