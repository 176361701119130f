using System.Linq;
using Engage.Avro.Generator.Shapes;

namespace Engage.Avro.Generator.Emitters;

/// <summary>Codecs mode: the helpers that several codecs share, and the item types that appear in views.</summary>
internal static class ShapesEmitter
{
    public static string Emit(ShapeFactory shapes, string space)
    {
        var code = CodeWriter.ForFile(space, "System", "Engage.Avro.Binary");
        code.Open("internal static class AvroShapes");
        foreach (var shape in shapes.Made) shape.EmitHelpers(code);
        code.Close();

        foreach (var shape in shapes.Made.Where(shape => shape.IsUsedAsItem && shape.NeedsItem))
        {
            code.Line()
                .Line($"/// <summary>Reads an item of a {shape.Tag} collection.</summary>")
                .Open($"public readonly struct {shape.ItemType} : IAvroItem<{shape.ViewType}>")
                .Line($"public static {shape.ViewType} Read(scoped ref AvroReader reader) => {shape.ViewRead};")
                .Close();
        }

        return code.ToString();
    }
}
