using System;

namespace Engage.Avro.Binary;

/// <summary>The item readers that every schema needs; decimals, enums and records have generated ones.</summary>
public readonly struct BooleanItem : IAvroItem<bool>
{
    public static bool Read(scoped ref AvroReader reader) => reader.ReadBoolean();
}

public readonly struct IntItem : IAvroItem<int>
{
    public static int Read(scoped ref AvroReader reader) => reader.ReadInt();
}

public readonly struct LongItem : IAvroItem<long>
{
    public static long Read(scoped ref AvroReader reader) => reader.ReadLong();
}

public readonly struct FloatItem : IAvroItem<float>
{
    public static float Read(scoped ref AvroReader reader) => reader.ReadFloat();
}

public readonly struct DoubleItem : IAvroItem<double>
{
    public static double Read(scoped ref AvroReader reader) => reader.ReadDouble();
}

/// <summary>Strings as their UTF-8 bytes, and bytes.</summary>
public readonly struct BytesItem : IAvroItem<ReadOnlySpan<byte>>
{
    public static ReadOnlySpan<byte> Read(scoped ref AvroReader reader) => reader.ReadBytes();
}

public readonly struct AttributeItem : IAvroItem<AttributeView>
{
    public static AttributeView Read(scoped ref AvroReader reader) => AttributeView.Read(ref reader);
}
