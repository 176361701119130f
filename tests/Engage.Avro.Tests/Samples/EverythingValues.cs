using Engage.Contracts;

namespace Engage.Avro.Tests.Samples;

/// <summary>Random records of every shape; the same seed gives the same record.</summary>
internal static class EverythingValues
{
    /// <summary>2026-12-01T09:00:00Z.</summary>
    public const long NineMicros = 1_796_115_600_000_000;

    private static readonly string[] Words = ["", "a", "grüße", "日本", "𝄞", "line\nbreak", new('x', 300)];
    private static readonly long[] Longs = [0, -1, 1, 63, 64, -65, int.MaxValue, long.MinValue, long.MaxValue];
    private static readonly double[] Doubles = [0, -0.0, 1.5, double.NaN, double.PositiveInfinity, double.Epsilon, double.MinValue];
    private static readonly decimal[] Decimals = [0, 1, -1, 0.00000001m, -12.5m, 99999999999999999999.99999999m, -99999999999999999999.99999999m];

    public static Everything Sample { get; } = Make(new Random(1));

    public static Everything Make(Random random) => new()
    {
        Flag = random.Next(2) == 1,
        Small = (int)Pick(random, Longs),
        Big = Pick(random, Longs),
        Single = (float)Pick(random, Doubles),
        Real = Pick(random, Doubles),
        Blob = Blob(random, random.Next(40)),
        Text = Pick(random, Words),
        Money = Pick(random, Decimals),
        Cents = random.NextInt64(-999_999_999, 999_999_999) / 100m,
        Digest = Blob(random, 4),
        Id = new Guid(Blob(random, 16)),
        PackedId = new Guid(Blob(random, 16)),
        Day = new DateOnly(1970, 1, 1).AddDays(random.Next(-700_000, 700_000)),
        AlarmMillis = random.Next(86_400_000),
        LapMicros = random.NextInt64(86_400_000_000),
        SeenAtMillis = NineMicros / 1000,
        NotedAtMicros = NineMicros + random.Next(),
        LocalAtMicros = NineMicros,
        Colour = (Colour)random.Next(3),
        Inner = InnerOf(random),
        MaybeText = Maybe(random, Pick(random, Words)),
        MaybeLong = random.Next(2) == 1 ? null : Pick(random, Longs),
        MaybeBlob = random.Next(2) == 1 ? null : new ReadOnlyMemory<byte>(Blob(random, 3)),
        MaybeMoney = random.Next(2) == 1 ? null : Pick(random, Decimals),
        MaybeColour = random.Next(2) == 1 ? null : Colour.DarkBlue,
        MaybeInner = Maybe(random, InnerOf(random)),
        MaybeList = Maybe(random, Many(random, () => Pick(random, Longs))),
        Attribute = Attribute(random),
        Attributes = Named(random, () => Attribute(random)),
        Numbers = Many(random, () => Pick(random, Longs)),
        Words = Many(random, () => Maybe(random, Pick(random, Words))),
        Grid = Many<IReadOnlyList<int>>(random, () => Many(random, () => random.Next())),
        Inners = Many(random, () => InnerOf(random)),
        Prices = Named(random, () => Pick(random, Decimals)),
        Colours = Named(random, () => (Colour)random.Next(3)),
        Consents = Named(random, () => random.Next(2) == 1),
        Folders = Named<IReadOnlyDictionary<string, string>>(random, () => Named(random, () => Pick(random, Words))),
        Channel = Pick(random, Words),
        Fallback = InnerOf(random),
    };

    private static Inner InnerOf(Random random) => new() { Name = Pick(random, Words), Next = random.Next(3) == 0 ? InnerOf(random) : null };

    private static AttributeValue Attribute(Random random) => random.Next(5) switch
    {
        0 => AttributeValue.Null,
        1 => AttributeValue.FromBoolean(random.Next(2) == 1),
        2 => AttributeValue.FromLong(Pick(random, Longs)),
        3 => AttributeValue.FromDouble(Pick(random, Doubles)),
        _ => AttributeValue.FromString(Pick(random, Words)),
    };

    private static List<T> Many<T>(Random random, Func<T> make) => [.. Enumerable.Range(0, random.Next(4)).Select(_ => make())];

    private static Dictionary<string, T> Named<T>(Random random, Func<T> make) => Enumerable.Range(0, random.Next(4)).ToDictionary(index => $"key-{index}", _ => make());

    private static T? Maybe<T>(Random random, T value)
        where T : class => random.Next(2) == 1 ? value : null;

    private static byte[] Blob(Random random, int sizeBytes)
    {
        var bytes = new byte[sizeBytes];
        random.NextBytes(bytes);
        return bytes;
    }

    private static T Pick<T>(Random random, T[] values) => values[random.Next(values.Length)];
}
