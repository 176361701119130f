namespace Engage.SchemaRegistry.Client;

/// <summary>The registry refuses a request. Repeating it will not help.</summary>
/// <param name="message">What was asked, and what the registry answered.</param>
/// <param name="code">The registry's error code, for example 40401, or the HTTP status.</param>
public sealed class SchemaRegistryException(string message, int code) : Exception(message)
{
    public int Code { get; } = code;
}
