using Microsoft.CodeAnalysis;

namespace Engage.Avro.Generator;

/// <summary>What the build says about a schema it cannot turn into code.</summary>
internal static class Diagnostics
{
    public static readonly DiagnosticDescriptor InvalidSchema = Error("EAVRO001", "Invalid Avro schema", "{0}");

    public static readonly DiagnosticDescriptor Unsupported = Error("EAVRO002", "Avro type without a C# counterpart", "{0}");

    public static readonly DiagnosticDescriptor Conflict = Error("EAVRO003", "Two Avro types with one C# name", "{0}");

    private static DiagnosticDescriptor Error(string id, string title, string message) =>
        new(id, title, message, "Engage.Avro", DiagnosticSeverity.Error, isEnabledByDefault: true);
}
