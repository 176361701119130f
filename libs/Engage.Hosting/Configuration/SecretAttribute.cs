namespace Engage.Hosting.Configuration;

/// <summary>Marks a setting whose value is never printed: not by <c>--print-config</c>, not in an error.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecretAttribute : Attribute;
