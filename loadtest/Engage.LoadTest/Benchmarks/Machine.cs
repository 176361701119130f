using System.Globalization;
using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace Engage.LoadTest.Benchmarks;

/// <summary>What a figure was measured on, and what else ran there.</summary>
internal static class Machine
{
    public static string Describe() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Environment.ProcessorCount} cores, {Processor()}, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30} GiB, {RuntimeInformation.OSDescription}; {RuntimeInformation.FrameworkDescription}, librdkafka {Library.VersionString}, RocksDB 7.8");

    /// <summary>The load averages of one, five and fifteen minutes: above the number of cores, others were running too and every figure is too bad.</summary>
    public static string Load() => string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ')[..3]);

    private static string Processor() => File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(": ")[^1] ?? "unknown processor";
}
