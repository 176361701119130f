using System.Globalization;

namespace Engage.Cli.Replay;

/// <summary>A sum over a row's columns, in decimals: <c>bet_bits + profit_bits</c>, <c>cents / 100</c>, <c>-(fee + tax)</c>.</summary>
/// <remarks>Operators <c>+ - * /</c>, parentheses, numbers, column names (letters, digits, <c>_</c>, <c>.</c>). If any column it names is empty, so is the result.</remarks>
internal sealed class Arithmetic
{
    private const int MaxDepth = 16;

    private readonly string text;
    private readonly Node root;

    private Arithmetic(string text, Node root) => (this.text, this.root) = (text, root);

    private abstract record Node;

    private sealed record Number(decimal Value) : Node;

    private sealed record Column(string Name) : Node;

    private sealed record Operation(char Sign, Node Left, Node Right) : Node;

    /// <exception cref="FormatException">Names the character that does not fit.</exception>
    public static Arithmetic Parse(string text)
    {
        var parser = new Parser(text);
        return new Arithmetic(text, parser.Whole());
    }

    public IEnumerable<string> Columns => ColumnsOf(root);

    /// <summary>The value for one row; null: a column it names is empty.</summary>
    /// <exception cref="RowException">A column holds something else than a number, or the result does not fit.</exception>
    public decimal? Of(Row row)
    {
        try
        {
            return Value(root, row);
        }
        catch (DivideByZeroException)
        {
            throw new RowException($"{text} divides by zero");
        }
        catch (OverflowException)
        {
            throw new RowException($"{text} is larger than a decimal can hold");
        }
    }

    private static decimal? Value(Node node, Row row) => node switch
    {
        Number number => number.Value,
        Column column => row.Has(column.Name) ? Parse(column.Name, row.Text(column.Name)) : null,
        Operation operation => Value(operation.Left, row) is { } left && Value(operation.Right, row) is { } right ? Apply(operation.Sign, left, right) : null,
        _ => throw new System.Diagnostics.UnreachableException($"{node.GetType().Name} was parsed, but nothing evaluates it."),
    };

    private static decimal Apply(char sign, decimal left, decimal right) => sign switch
    {
        '+' => left + right,
        '-' => left - right,
        '*' => left * right,
        _ => left / right,
    };

    private static decimal Parse(string column, string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : throw new RowException($"{column} is \"{text}\", which is not a number");

    private static IEnumerable<string> ColumnsOf(Node node) => node switch
    {
        Column column => [column.Name],
        Operation operation => ColumnsOf(operation.Left).Concat(ColumnsOf(operation.Right)),
        _ => [],
    };

    private ref struct Parser(string text)
    {
        private int position;
        private int depth;

        public Node Whole()
        {
            var node = Sum();
            return position == text.Length ? node : throw Unexpected();
        }

        private Node Sum()
        {
            var node = Product();
            while (Peek() is '+' or '-')
            {
                var sign = text[position++];
                node = new Operation(sign, node, Product());
            }

            return node;
        }

        private Node Product()
        {
            var node = Factor();
            while (Peek() is '*' or '/')
            {
                var sign = text[position++];
                node = new Operation(sign, node, Factor());
            }

            return node;
        }

        private Node Factor()
        {
            if (++depth > MaxDepth) throw new FormatException($"\"{text}\" nests more than {MaxDepth} deep");
            var node = Peek() switch
            {
                '-' => Negated(),
                '(' => Parenthesised(),
                >= '0' and <= '9' => new Number(decimal.Parse(Take(char.IsAsciiDigit, '.'), CultureInfo.InvariantCulture)),
                '_' or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') => new Column(Take(char.IsAsciiLetterOrDigit, '_', '.')),
                _ => throw Unexpected(),
            };
            depth--;
            return node;
        }

        private Operation Negated()
        {
            position++;
            return new Operation('-', new Number(0), Factor());
        }

        private Node Parenthesised()
        {
            position++;
            var node = Sum();
            if (Peek() != ')') throw Unexpected();
            position++;
            return node;
        }

        private string Take(Func<char, bool> belongs, params ReadOnlySpan<char> also)
        {
            var start = position;
            while (position < text.Length && (belongs(text[position]) || also.Contains(text[position]))) position++;
            return text[start..position];
        }

        private char Peek()
        {
            while (position < text.Length && text[position] == ' ') position++;
            return position < text.Length ? text[position] : '\0';
        }

        private readonly FormatException Unexpected() => new(position < text.Length
            ? $"\"{text}\": '{text[position]}' at {position + 1} does not fit; write column names, numbers, + - * / and parentheses"
            : $"\"{text}\" ends too early");
    }
}
