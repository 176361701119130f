using System;
using System.Collections.Immutable;
using System.Linq;
using Engage.Avro.Generator.Emitters;
using Engage.Avro.Generator.Shapes;
using Engage.Avro.Schemas;
using Microsoft.CodeAnalysis;

namespace Engage.Avro.Generator;

/// <summary>Turns the .avsc files of a project (AdditionalFiles) into C#: plain records, codecs with views, or both, as the property EngageAvroMode says.</summary>
[Generator]
public sealed class AvroGenerator : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var files = context.AdditionalTextsProvider
            .Where(static text => text.Path.EndsWith(".avsc", StringComparison.OrdinalIgnoreCase))
            .Select(static (text, stop) => new SchemaFile(text.Path, text.GetText(stop)?.ToString() ?? ""))
            .Collect();
        var options = context.AnalyzerConfigOptionsProvider.Select(static (provider, _) => GeneratorOptions.Read(provider.GlobalOptions));

        context.RegisterSourceOutput(files.Combine(options), static (output, input) => Generate(output, input.Left, input.Right));
    }

    private static void Generate(SourceProductionContext output, ImmutableArray<SchemaFile> files, GeneratorOptions options)
    {
        if (Collect(output, files) is not { } schemas) return;
        try
        {
            if (options.Records) GenerateRecords(output, schemas, options);
            if (options.Codecs) GenerateCodecs(output, schemas, options);
        }
        catch (UnsupportedSchemaException unsupported)
        {
            output.ReportDiagnostic(Diagnostic.Create(Diagnostics.Unsupported, Location.None, unsupported.Message));
        }
    }

    /// <summary>Null when a file was reported as wrong.</summary>
    private static SchemaSet? Collect(SourceProductionContext output, ImmutableArray<SchemaFile> files)
    {
        var schemas = new SchemaSet();
        var isGood = true;
        foreach (var file in files.OrderBy(file => file.Path, StringComparer.Ordinal))
        {
            try
            {
                schemas.Add(file);
            }
            catch (AvroSchemaException invalid)
            {
                Report(Diagnostics.InvalidSchema, file, invalid.Message);
            }
            catch (UnsupportedSchemaException conflict)
            {
                Report(Diagnostics.Conflict, file, conflict.Message);
            }
        }

        return isGood ? schemas : null;

        void Report(DiagnosticDescriptor kind, SchemaFile file, string message)
        {
            isGood = false;
            output.ReportDiagnostic(Diagnostic.Create(kind, Location.None, $"{file.Path}: {message}"));
        }
    }

    private static void GenerateRecords(SourceProductionContext output, SchemaSet schemas, GeneratorOptions options)
    {
        var shapes = new ShapeFactory(options.RecordsNamespace);
        foreach (var (schema, _) in schemas.Types)
        {
            var source = schema is RecordSchema record
                ? RecordEmitter.Emit(record, shapes, options.RecordsNamespace)
                : RecordEmitter.Emit((EnumSchema)schema, options.RecordsNamespace);
            output.AddSource(schema.FullName + ".g.cs", source);
        }

        output.AddSource("RecordEquality.g.cs", RecordEmitter.EmitEquality(options.RecordsNamespace));
    }

    private static void GenerateCodecs(SourceProductionContext output, SchemaSet schemas, GeneratorOptions options)
    {
        var shapes = new ShapeFactory(options.RecordsNamespace);
        foreach (var (schema, text) in schemas.Types)
        {
            if (schema is not RecordSchema record) continue;
            output.AddSource(schema.FullName + ".Codec.g.cs", CodecEmitter.Emit(record, text, shapes, options.CodecsNamespace));
            output.AddSource(schema.FullName + ".Fields.g.cs", FieldsEmitter.Emit(record, shapes, options.CodecsNamespace));
            output.AddSource(schema.FullName + ".View.g.cs", ViewEmitter.Emit(record, shapes, options.CodecsNamespace));
        }

        output.AddSource("AvroShapes.g.cs", ShapesEmitter.Emit(shapes, options.CodecsNamespace));
    }
}
