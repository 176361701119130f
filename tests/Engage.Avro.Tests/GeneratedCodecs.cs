using Engage.Avro.Binary;
using Engage.Avro.Tests.Samples;

namespace Engage.Avro.Tests;

/// <summary>What the generator makes of a schema with every shape it knows.</summary>
public sealed class GeneratedCodecs
{
    private static readonly byte[] Golden = Bytes.Of<Inner, InnerCodec>(new() { Name = "a", Next = new() { Name = "b" } });

    [Fact]
    public void A_recursive_record_has_the_bytes_of_the_specification() =>
        Assert.Equal(Bytes.FromHex("0261 02 0262 00"), Golden);

    [Fact]
    public void Defaults_of_the_schema_are_defaults_of_the_record()
    {
        var record = EverythingValues.Sample with { };
        var defaults = new Everything
        {
            Flag = record.Flag,
            Small = record.Small,
            Big = record.Big,
            Single = record.Single,
            Real = record.Real,
            Blob = record.Blob,
            Text = record.Text,
            Money = record.Money,
            Cents = record.Cents,
            Digest = record.Digest,
            Id = record.Id,
            PackedId = record.PackedId,
            Day = record.Day,
            AlarmMillis = record.AlarmMillis,
            LapMicros = record.LapMicros,
            SeenAtMillis = record.SeenAtMillis,
            NotedAtMicros = record.NotedAtMicros,
            LocalAtMicros = record.LocalAtMicros,
            Colour = record.Colour,
            Inner = record.Inner,
        };

        Assert.Null(defaults.MaybeText);
        Assert.Equal(7, defaults.MaybeLong);
        Assert.Equal([1, 2], defaults.Numbers);
        Assert.True(defaults.Consents["email"]);
        Assert.Equal("platform", defaults.Channel);
        Assert.Equal(0.5, defaults.Rate);
        Assert.Equal(-0.00000001m, defaults.Fee);
        Assert.Equal([0x01, 0xfe], defaults.Mark.ToArray());
        Assert.Equal(Colour.DarkBlue, defaults.Favourite);
        Assert.Equal(new Inner { Name = "none" }, defaults.Fallback);
    }

    [Fact]
    public void Fields_that_are_not_set_are_written_with_the_defaults_of_the_schema()
    {
        var value = EverythingValues.Sample with
        {
            MaybeText = null,
            MaybeLong = 7,
            MaybeBlob = null,
            MaybeMoney = null,
            MaybeColour = null,
            Channel = "platform",
            Rate = 0.5,
            Fee = -0.00000001m,
            Mark = new byte[] { 0x01, 0xfe },
            Favourite = Colour.DarkBlue,
        };
        var payload = Bytes.Of<Everything, EverythingCodec>(value);
        Assert.True(EverythingView.TryParse(payload, out var view, out _));
        var writer = new AvroWriter([]);

        MandatoryFields(view).Write(ref writer);

        Assert.Equal(payload, writer.Written.ToArray());
        writer.Dispose();
    }

    [Fact]
    public void A_raw_field_whose_default_is_not_empty_must_be_set()
    {
        Assert.True(EverythingView.TryParse(Bytes.Of<Everything, EverythingCodec>(EverythingValues.Sample), out var view, out _));
        var fields = MandatoryFields(view);
        fields.RawNumbers = default;
        var writer = new AvroWriter([]);
        string? complaint = null;
        try
        {
            fields.Write(ref writer);
        }
        catch (AvroEncodeException refusal)
        {
            complaint = refusal.Message;
        }

        Assert.Equal("samples.v1.Everything.numbers is not set.", complaint);
        writer.Dispose();
    }

    /// <summary>Everything that has no default, and the collections.</summary>
    private static EverythingFields MandatoryFields(EverythingView view) => new()
    {
        Flag = view.Flag,
        Small = view.Small,
        Big = view.Big,
        Single = view.Single,
        Real = view.Real,
        Blob = view.Blob,
        Text = view.Text,
        Money = view.Money,
        Cents = view.Cents,
        Digest = view.Digest,
        Id = view.Id,
        PackedId = view.PackedId,
        Day = view.Day,
        AlarmMillis = view.AlarmMillis,
        LapMicros = view.LapMicros,
        SeenAtMillis = view.SeenAtMillis,
        NotedAtMicros = view.NotedAtMicros,
        LocalAtMicros = view.LocalAtMicros,
        Colour = view.Colour,
        RawInner = view.RawInner,
        RawMaybeInner = view.RawMaybeInner,
        RawMaybeList = view.RawMaybeList,
        Attribute = view.Attribute,
        RawAttributes = view.RawAttributes,
        RawNumbers = view.RawNumbers,
        RawWords = view.RawWords,
        RawGrid = view.RawGrid,
        RawInners = view.RawInners,
        RawPrices = view.RawPrices,
        RawColours = view.RawColours,
        RawConsents = view.RawConsents,
        RawFolders = view.RawFolders,
        RawFallback = view.RawFallback,
    };

    [Fact]
    public void Random_records_read_back_equal_by_codec_and_by_view()
    {
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);

        for (var round = 0; round < 500; round++)
        {
            var value = EverythingValues.Make(random);
            var payload = Bytes.Of<Everything, EverythingCodec>(value);

            Assert.True(EverythingCodec.TryRead(payload, out var read, out var error), $"seed {seed}: {error}");
            Assert.Equal(value, read);
            Assert.True(EverythingView.TryParse(payload, out var view, out error), $"seed {seed}: {error}");
            Assert.Equal(value, view.ToRecord());
            Assert.True(view.Raw.SequenceEqual(payload));
            Assert.Null(AvroPayload.Check(EverythingCodec.Schema, payload));
        }
    }

    [Fact]
    public void A_record_cut_off_at_any_byte_is_refused_alike_by_codec_view_and_walk()
    {
        var payload = Bytes.Of<Everything, EverythingCodec>(EverythingValues.Sample);

        for (var length = 0; length < payload.Length; length++)
        {
            var cut = payload.AsSpan(0, length);
            Assert.False(EverythingCodec.TryRead(cut, out _, out var ofCodec));
            Assert.False(EverythingView.TryParse(cut, out _, out var ofView));
            Assert.Equal(AvroPayload.Check(EverythingCodec.Schema, cut), ofCodec);
            Assert.Equal(ofCodec, ofView);
            Assert.Equal(DecodeFault.Truncated, ofView.Fault);
        }
    }

    [Fact]
    public void Raw_spans_of_all_fields_side_by_side_are_the_record()
    {
        var payload = Bytes.Of<Everything, EverythingCodec>(EverythingValues.Sample);
        Assert.True(EverythingView.TryParse(payload, out var view, out _));
        var writer = new AvroWriter(stackalloc byte[256]);

        // The first, the middle and the last stand for all: each begins where the one before ends.
        writer.WriteRaw(view.RawFlag);
        writer.WriteRaw(payload.AsSpan(1, payload.Length - 1 - view.RawFallback.Length));
        writer.WriteRaw(view.RawFallback);

        Assert.Equal(payload, writer.Written.ToArray());
        writer.Dispose();
    }

    [Fact]
    public void A_view_reads_lists_of_lists_of_optional_texts_and_of_records_in_place()
    {
        var value = EverythingValues.Sample with
        {
            Grid = [[1, 2], [], [3]],
            Words = ["a", null],
            Inners = [new() { Name = "outer", Next = new() { Name = "deep" } }],
            Folders = new Dictionary<string, IReadOnlyDictionary<string, string>> { ["f"] = new Dictionary<string, string> { ["k"] = "v" } },
            MaybeList = [4, 5],
        };
        Assert.True(EverythingView.TryParse(Bytes.Of<Everything, EverythingCodec>(value), out var view, out _));

        var sum = 0;
        foreach (var row in view.Grid)
        {
            foreach (var cell in row) sum += cell;
        }

        var texts = new List<string>();
        foreach (var word in view.Words) texts.Add(word.HasValue ? System.Text.Encoding.UTF8.GetString(word.Value) : "none");
        foreach (var inner in view.Inners) texts.Add(System.Text.Encoding.UTF8.GetString(inner.Next.Value.Name));
        foreach (var folder in view.Folders)
        {
            Assert.True(folder.Value.TryGet("k"u8, out var text));
            texts.Add(System.Text.Encoding.UTF8.GetString(text));
        }

        Assert.Equal(6, sum);
        Assert.Equal(["a", "none", "deep", "v"], texts);
        Assert.True(view.HasMaybeList);
        Assert.Equal(2, view.MaybeList.Value.Count());
    }

    [Fact]
    public void Of_a_key_sent_twice_the_last_value_counts_for_view_and_record()
    {
        var once = EverythingValues.Sample with { Prices = new Dictionary<string, decimal>(), Consents = new Dictionary<string, bool> { ["aa"] = false, ["ab"] = true } };
        var payload = Bytes.Of<Everything, EverythingCodec>(once);
        var second = payload.AsSpan().IndexOf("ab"u8);
        payload[second + 1] = (byte)'a';

        Assert.True(EverythingCodec.TryRead(payload, out var record, out _));
        Assert.True(EverythingView.TryParse(payload, out var view, out _));

        Assert.True(Assert.Single(record.Consents).Value);
        Assert.True(view.Consents.TryGet("aa"u8, out var consent) && consent);
    }

    [Fact]
    public void Records_are_equal_by_content_and_unequal_by_one_item()
    {
        var one = EverythingValues.Make(new Random(3)) with { Prices = new Dictionary<string, decimal> { ["a"] = 1.0m } };
        var same = EverythingValues.Make(new Random(3)) with { Prices = new Dictionary<string, decimal> { ["a"] = 1.00m } };
        var other = same with { Prices = new Dictionary<string, decimal> { ["a"] = 2m } };

        Assert.Equal(one, same);
        Assert.Equal(one.GetHashCode(), same.GetHashCode());
        Assert.NotEqual(one, other);
    }

    [Fact]
    public void Blocks_with_stated_sizes_and_several_blocks_are_read_like_one_block()
    {
        var value = EverythingValues.Sample with { Numbers = [10, 20] };
        var payload = Bytes.Of<Everything, EverythingCodec>(value);
        Assert.True(EverythingView.TryParse(payload, out var view, out _));
        var start = payload.AsSpan().IndexOf(view.RawNumbers);
        Assert.True(view.RawNumbers.SequenceEqual(new byte[] { 0x04, 0x14, 0x28, 0x00 }));
        byte[] split = [.. payload[..start], 0x01, 0x02, 0x14, 0x02, 0x28, 0x00, .. payload[(start + 4)..]];

        Assert.True(EverythingCodec.TryRead(split, out var read, out var error), error?.ToString());
        Assert.Equal(value, read);
    }
}
