using System;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Engage.Avro.Generator;

/// <summary>What a project asks of the generator, in MSBuild properties.</summary>
internal sealed record GeneratorOptions(bool Records, bool Codecs, string RecordsNamespace, string CodecsNamespace)
{
    /// <summary>Hand-written beside the records, because an attribute is more than what travels.</summary>
    public const string AttributeType = "global::Engage.Contracts.AttributeValue";

    public static GeneratorOptions Read(AnalyzerConfigOptions options)
    {
        var mode = Property(options, "EngageAvroMode", "");
        return new GeneratorOptions(
            Records: mode.IndexOf("Records", StringComparison.Ordinal) >= 0,
            Codecs: mode.IndexOf("Codecs", StringComparison.Ordinal) >= 0,
            RecordsNamespace: Property(options, "EngageAvroRecordsNamespace", "Engage.Contracts"),
            CodecsNamespace: Property(options, "EngageAvroCodecsNamespace", "Engage.Topics"));
    }

    private static string Property(AnalyzerConfigOptions options, string name, string fallback) =>
        options.TryGetValue("build_property." + name, out var value) && value.Length > 0 ? value : fallback;
}
