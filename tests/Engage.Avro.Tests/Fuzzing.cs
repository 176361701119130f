using System.Buffers;
using System.Globalization;
using Engage.Avro.Binary;
using Engage.Avro.Generic;
using Engage.Avro.Resolution;
using Engage.Avro.Schemas;
using Engage.Avro.Tests.Samples;
using Engage.Fuzzing;

namespace Engage.Avro.Tests;

/// <summary>Damaged input: never a crash or a hang, every refusal with a reason. ENGAGE_FUZZ_ROUNDS raises the number of rounds, ENGAGE_FUZZ_SEED repeats a run.</summary>
public sealed class Fuzzing
{
    private const int RoundsInTests = 3_000;
    private const long MemoryGrowthBytesMax = 50 << 20;

    private static readonly int Rounds = Setting("ENGAGE_FUZZ_ROUNDS", RoundsInTests);

    private readonly int seed = Setting("ENGAGE_FUZZ_SEED", Environment.TickCount);

    public Fuzzing() => TestContext.Current.TestOutputHelper?.WriteLine($"ENGAGE_FUZZ_SEED={seed}");

    [Fact]
    public void A_damaged_payload_is_read_or_refused_and_codec_view_and_walk_agree()
    {
        var random = new Random(seed);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        var refused = 0;
        using var cases = new TimedCases(round => $"ENGAGE_FUZZ_SEED={seed}, round {round}");
        for (var round = 0; round < Rounds; round++)
        {
            var mutated = PayloadMutator.Mutate(Bytes.Of<Everything, EverythingCodec>(EverythingValues.Make(random)), random);
            cases.Run(round, () => CheckAgreement(mutated, round));
            if (AvroPayload.Check(EverythingCodec.Schema, mutated) is not null) refused++;
        }

        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Rounds} payloads, {refused} refused, the slowest {cases.SlowestMs:0.0} ms"));
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, MemoryGrowthBytesMax);
    }

    [Fact]
    public void What_a_damaged_payload_is_translated_to_can_be_read()
    {
        var random = new Random(seed);
        var writer = AvroSchema.Parse("""
            {"type":"record","name":"R","fields":[{"name":"gone","type":{"type":"map","values":"bytes"}},{"name":"money","type":{"type":"bytes","logicalType":"decimal","precision":12,"scale":2}},
             {"name":"list","type":{"type":"array","items":["null","int","string"]}},{"name":"at","type":{"type":"long","logicalType":"timestamp-millis"}}]}
            """);
        var reader = AvroSchema.Parse("""
            {"type":"record","name":"R","fields":[{"name":"at","type":{"type":"long","logicalType":"timestamp-micros"}},{"name":"money","type":{"type":"bytes","logicalType":"decimal","precision":28,"scale":8}},
             {"name":"list","type":{"type":"array","items":["null","long","string"]}},{"name":"more","type":"string","default":"x"}]}
            """);
        var translation = PayloadTranslation.Create(writer, reader);
        var whole = Bytes.FromHex("02 0261 0401ff 00" + "0404d2" + "06 00 0254 04 0278 00" + "809098c9c568");
        Assert.Null(AvroPayload.Check(writer, whole));

        for (var round = 0; round < Rounds; round++)
        {
            var mutated = PayloadMutator.Mutate(whole, random);
            var output = new ArrayBufferWriter<byte>();

            var error = translation.Translate(mutated, output);

            Assert.True(error is not null || AvroPayload.Check(reader, output.WrittenSpan) is null, $"seed {seed}, round {round}: {Convert.ToHexString(mutated)}");
            Assert.True(error is not null || GenericDecoder.TryDecode(writer, mutated, out _, out _), $"seed {seed}, round {round}: {Convert.ToHexString(mutated)}");
        }
    }

    [Fact]
    public void A_damaged_schema_is_parsed_or_refused_with_its_place()
    {
        var random = new Random(seed);
        var text = System.Text.Encoding.UTF8.GetBytes(EverythingCodec.SchemaText);

        for (var round = 0; round < Rounds / 3; round++)
        {
            var mutated = System.Text.Encoding.UTF8.GetString(PayloadMutator.Mutate(text, random));
            try
            {
                var schema = AvroSchema.Parse(mutated);
                Assert.NotEmpty(CanonicalForm.Write(schema));
                PayloadTranslation.TryCreate(schema, EverythingCodec.Schema, out _, out _);
            }
            catch (AvroSchemaException refusal)
            {
                Assert.InRange(refusal.Offset, 0, mutated.Length);
            }
        }
    }

    private void CheckAgreement(byte[] mutated, int round)
    {
        EverythingCodec.TryRead(mutated, out var record, out var ofCodec);
        var isViewed = EverythingView.TryParse(mutated, out _, out var ofView);
        var ofWalk = AvroPayload.Check(EverythingCodec.Schema, mutated);

        Assert.True(record is not null == ofWalk is null && isViewed == ofWalk is null, $"seed {seed}, round {round}: {ofCodec} / {ofWalk}");
        Assert.Equal(ofWalk, ofCodec);
        Assert.Equal(ofWalk, ofView);
        Assert.True(ofWalk is null or { Reason.Length: > 0, Code.Length: > 0 }, $"seed {seed}, round {round}");
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
