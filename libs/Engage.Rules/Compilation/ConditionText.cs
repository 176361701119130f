using System.Text;
using Engage.Rules.Definitions;
using Engage.Rules.Documents;

namespace Engage.Rules.Compilation;

/// <summary>Conditions as one line of text: shown to operators, and hashed into the ids of what is kept per player, so its form never changes.</summary>
public static class ConditionText
{
    /// <summary>For example <c>{profile.country eq 'NO', amount gte {EUR: 100}}</c>.</summary>
    public static string Of(Condition condition)
    {
        var text = new StringBuilder();
        Append(text, condition);
        return text.ToString();
    }

    public static string Of(Comparison comparison) => Of(comparison, OperandText);

    internal static string OperatorText(ComparisonOperator op) => op switch
    {
        ComparisonOperator.Eq => "eq",
        ComparisonOperator.Ne => "ne",
        ComparisonOperator.Gt => "gt",
        ComparisonOperator.Gte => "gte",
        ComparisonOperator.Lt => "lt",
        ComparisonOperator.Lte => "lte",
        ComparisonOperator.In => "in",
        ComparisonOperator.NotIn => "not_in",
        ComparisonOperator.Exists => "exists",
        ComparisonOperator.StartsWith => "starts_with",
        ComparisonOperator.Contains => "contains",
        ComparisonOperator.Between => "between",
        _ => throw new System.Diagnostics.UnreachableException($"The operator {op} has no name."),
    };

    private static void Append(StringBuilder text, Condition condition)
    {
        switch (condition)
        {
            case AllOf all: AppendList(text, "all", all.Children.AsSpan()); break;
            case AnyOf any: AppendList(text, "any", any.Children.AsSpan()); break;
            case Not not:
                text.Append("not(");
                Append(text, not.Inner);
                text.Append(')');
                break;
            case FieldCondition field: text.Append(field.Field).Append(' ').Append(Of(field.Comparison)); break;
            case TagsCondition tags: text.Append("tags ").Append(TagText(tags.Operator)).Append(" [").AppendJoin(", ", tags.Tags.Select(Quoted)).Append(']'); break;
            case InSegmentCondition inSegment: text.Append("in_segment ").Append(inSegment.SegmentId); break;
            case CountCondition count:
                AppendHistory(text, "count", count.Event, count.Where, count.WithinMicros, null);
                text.Append(' ').Append(Of(count.Comparison));
                break;
            case SumCondition sum:
                AppendHistory(text, "sum", sum.Event, sum.Where, sum.WithinMicros, sum.Field);
                text.Append(' ').Append(Of(sum.Comparison));
                break;
            case SinceLastCondition sinceLast:
                AppendHistory(text, sinceLast.BeforeThisEvent ? "since_last_before" : "since_last", sinceLast.Event, sinceLast.Where, null, null);
                text.Append(' ').Append(Of(sinceLast.Comparison, DurationOperandText));
                break;
            case NeverCondition never:
                AppendHistory(text, never.BeforeThisEvent ? "never_before" : "never", never.Event, never.Where, null, null);
                break;
            default: throw new System.Diagnostics.UnreachableException($"{condition.GetType().Name} has no text.");
        }
    }

    internal static void AppendHistory(StringBuilder text, string kind, EventPattern pattern, Condition? where, long? withinMicros, MoneyField? field)
    {
        text.Append(kind).Append('(').Append(pattern);
        if (field is { } money) text.Append(", ").Append(money);
        if (where is not null)
        {
            text.Append(", where ");
            Append(text, where);
        }

        if (withinMicros is { } within) text.Append(", within ").Append(DurationText.Format(within));
        text.Append(')');
    }

    private static void AppendList(StringBuilder text, string name, ReadOnlySpan<Condition> children)
    {
        text.Append(name).Append('(');
        for (var i = 0; i < children.Length; i++)
        {
            if (i > 0) text.Append(", ");
            Append(text, children[i]);
        }

        text.Append(')');
    }

    private static string Of(Comparison comparison, Func<Operand, string> operandText)
    {
        var operands = comparison.Operands.Length == 1 && comparison.Operator is not (ComparisonOperator.In or ComparisonOperator.NotIn)
            ? operandText(comparison.Operands[0])
            : $"[{string.Join(", ", comparison.Operands.Select(operandText))}]";
        var currency = comparison.Currency is { } code ? " " + code : "";
        return $"{OperatorText(comparison.Operator)} {operands}{currency}";
    }

    private static string OperandText(Operand operand) => operand switch
    {
        NumberOperand number => DecimalText.Format(number.Value),
        TextOperand text => Quoted(text.Value),
        BooleanOperand boolean => boolean.Value ? "true" : "false",
        ThresholdsOperand thresholds => "{" + string.Join(", ", thresholds.ByCurrency.ByCurrency.Select(pair => $"{pair.Key}: {DecimalText.Format(pair.Value)}")) + "}",
        _ => throw new System.Diagnostics.UnreachableException($"{operand.GetType().Name} has no text."),
    };

    private static string DurationOperandText(Operand operand) =>
        operand is NumberOperand number ? DurationText.Format((long)number.Value) : OperandText(operand);

    private static string TagText(TagOperator op) => op switch
    {
        TagOperator.Has => "has",
        TagOperator.HasAny => "has_any",
        TagOperator.HasAll => "has_all",
        TagOperator.HasNone => "has_none",
        _ => throw new System.Diagnostics.UnreachableException($"The operator {op} has no name."),
    };

    private static string Quoted(string text) => $"'{text.Replace("'", "\\'", StringComparison.Ordinal)}'";
}
