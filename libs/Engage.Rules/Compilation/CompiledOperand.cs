using System.Diagnostics;
using System.Text;
using Engage.Rules.Definitions;
using Engage.Rules.Facts;

namespace Engage.Rules.Compilation;

/// <summary>What a field is compared with, its texts in UTF-8. Immutable.</summary>
internal sealed class CompiledOperand
{
    public CompiledOperand(Operand operand)
    {
        switch (operand)
        {
            case NumberOperand number:
                Kind = FactKind.Decimal;
                Number = number.Value;
                break;
            case TextOperand text:
                Kind = FactKind.Text;
                Text = Encoding.UTF8.GetBytes(text.Value);
                break;
            case BooleanOperand boolean:
                Kind = FactKind.Boolean;
                Boolean = boolean.Value;
                break;
            case ThresholdsOperand thresholds:
                Kind = FactKind.Decimal;
                Thresholds = new ThresholdTable(thresholds.ByCurrency);
                break;
            default:
                throw new UnreachableException($"{operand.GetType().Name} cannot be compiled.");
        }
    }

    /// <summary>Boolean, Decimal or Text.</summary>
    public FactKind Kind { get; }

    public decimal Number { get; }

    public byte[] Text { get; } = [];

    public bool Boolean { get; }

    /// <summary>Stands instead of <see cref="Number"/> where the bound depends on the currency.</summary>
    public ThresholdTable? Thresholds { get; }
}
