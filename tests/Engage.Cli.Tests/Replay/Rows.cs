using Engage.Cli.Replay;

namespace Engage.Cli.Tests.Replay;

public sealed class Rows
{
    private static Row Of(params (string Column, string Value)[] values) => new(values.ToDictionary(value => value.Column, value => value.Value), lineNumber: 1);

    [Theory]
    [InlineData("stake + profit", "15.5")]
    [InlineData("stake * 2 - profit / 4", "18.625")]
    [InlineData("-(stake - 0.5)", "-9.5")]
    [InlineData("stake / 3 * 0", "0")]
    [InlineData("empty + stake", null)]
    public void A_sum_over_columns_is_exact_and_empty_if_a_column_is(string text, string? expected)
    {
        var row = Of(("stake", "10"), ("profit", "5.5"), ("empty", ""));

        Assert.Equal(expected is null ? null : decimal.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), Arithmetic.Parse(text).Of(row));
    }

    [Theory]
    [InlineData("stake +", "ends too early")]
    [InlineData("stake $ 2", "'$' at 7")]
    [InlineData("(stake", "ends too early")]
    [InlineData("", "ends too early")]
    public void A_sum_that_cannot_be_read_names_the_place(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<FormatException>(() => Arithmetic.Parse(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("stake / zero", "divides by zero")]
    [InlineData("word + 1", "\"ten\", which is not a number")]
    public void A_row_that_cannot_be_summed_says_why(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<RowException>(() => Arithmetic.Parse(text).Of(Of(("stake", "1"), ("zero", "0"), ("word", "ten")))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("bet-{id}", "bet-7")]
    [InlineData("{id}", "7")]
    [InlineData("{none}", "")]
    [InlineData("x-{none}", "")]
    [InlineData("constant", "constant")]
    [InlineData("{{{id}}}", "{7}")]
    public void Text_takes_columns_in_braces_and_is_empty_if_they_all_are(string pattern, string expected) =>
        Assert.Equal(expected, TextPattern.Parse(pattern).Of(Of(("id", "7"), ("none", ""))));

    [Theory]
    [InlineData("{id")]
    [InlineData("{}")]
    [InlineData("id}")]
    public void A_brace_left_open_is_refused(string pattern) => Assert.Throws<FormatException>(() => TextPattern.Parse(pattern));

    [Fact]
    public void Csv_fields_may_hold_delimiters_quotes_and_line_breaks()
    {
        var rows = new CsvRows(new StringReader("id,text\r\n1,\"a, \"\"b\"\"\nc\"\n\n2,plain"), ',');

        var first = rows.Next()!;
        var second = rows.Next()!;

        Assert.Equal("a, \"b\"\nc", first.Text("text"));
        Assert.Equal(2, first.LineNumber);
        Assert.Equal("plain", second.Text("text"));
        Assert.Equal(5, second.LineNumber);
        Assert.Null(rows.Next());
    }

    [Theory]
    [InlineData("id,text\n1\n", "1 fields where the header names 2")]
    [InlineData("id,text\n1,\"a\n", "never closed")]
    [InlineData("", "empty")]
    public void A_wrong_csv_row_says_why(string text, string expected)
    {
        var rows = new CsvRows(new StringReader(text), ',');

        Assert.Contains(expected, Assert.Throws<RowException>(rows.Next).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void After_a_wrong_row_reading_goes_on()
    {
        var rows = new CsvRows(new StringReader("id,text\n1\n2,b\n"), ',');
        Assert.Throws<RowException>(rows.Next);

        Assert.Equal("b", rows.Next()!.Text("text"));
    }

    [Fact]
    public void Json_lines_flatten_objects_and_keep_the_text_of_numbers()
    {
        var rows = new JsonLinesRows(new StringReader("\n{\"bet\":{\"amount\":0.10,\"id\":\"x\"},\"ok\":true,\"none\":null}\n[1]\n"));

        var row = rows.Next()!;

        Assert.Equal("0.10", row.Text("bet.amount"));
        Assert.Equal("true", row.Text("ok"));
        Assert.False(row.Has("none"));
        Assert.Equal(2, row.LineNumber);
        Assert.Contains("not a JSON object", Assert.Throws<RowException>(rows.Next).Message, StringComparison.Ordinal);
    }
}
