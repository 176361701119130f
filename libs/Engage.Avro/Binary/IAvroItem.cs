namespace Engage.Avro.Binary;

/// <summary>How one array item or map value is read in a view.</summary>
/// <typeparam name="T">What it is read as; may be a span or a view.</typeparam>
public interface IAvroItem<out T>
    where T : allows ref struct
{
    static abstract T Read(scoped ref AvroReader reader);
}
