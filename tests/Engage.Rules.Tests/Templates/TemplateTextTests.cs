using Engage.Rules.Templates;

namespace Engage.Rules.Tests.Templates;

public sealed class TemplateTextTests
{
    private static readonly FixedValues Values = new(new()
    {
        ["player.id"] = new TemplateValue.Text("p-1"),
        ["player.first_name"] = new TemplateValue.Text("Åsa"),
        ["player.nickname"] = new TemplateValue.Text(""),
        ["player.note"] = new TemplateValue.Text("e\u0301clair 👩‍💻 at work"),
        ["player.points"] = new TemplateValue.Number(1234567.5m),
        ["player.vip"] = new TemplateValue.Truth(true),
        ["event.amount"] = new TemplateValue.Money(1250m, "EUR"),
        ["event.amounts.fee"] = new TemplateValue.Money(0.00012345m, "BTC"),
        ["event.occurred_at"] = new TemplateValue.Moment(1_796_167_800_000_000),
        ["event.attributes.expires"] = new TemplateValue.Text("2026-12-24"),
        ["event.attributes.sum"] = new TemplateValue.Text("99.5"),
    });

    [Theory]
    [InlineData("Hello", "Hello")]
    [InlineData("{{player.first_name}} ({{ player.id }})", "Åsa (p-1)")]
    [InlineData("{{event.amount | money}}", "1,250.00 EUR")]
    [InlineData("{{event.amounts.fee | money}}", "0.00012345 BTC")]
    [InlineData("{{event.attributes.sum | money}}", "99.50")]
    [InlineData("{{event.amount}}", "1250")]
    [InlineData("{{player.points | number}}", "1,234,567.5")]
    [InlineData("{{event.occurred_at | date}}", "2026-12-02")]
    [InlineData("{{event.occurred_at}}", "2026-12-02 00:30")]
    [InlineData("{{event.attributes.expires | date}}", "2026-12-24")]
    [InlineData("{{player.first_name | upper}} {{player.first_name | lower}}", "ÅSA åsa")]
    [InlineData("{{player.first_name | upper | truncate:1}}", "Å")]
    [InlineData("{{player.note | truncate:1}}", "e\u0301")]
    [InlineData("{{player.vip}}", "true")]
    [InlineData("{{player.last_name | fallback:'A player'}}", "A player")]
    [InlineData("{{player.last_name | upper | fallback:\"it's\"}}", "it's")]
    [InlineData("{{player.nickname | fallback:'you'}}", "you")]
    [InlineData("[{{player.nickname}}]", "[]")]
    [InlineData("{{player.last_name | fallback:''}}.", ".")]
    [InlineData("{{player.last_name | fallback:'}} | {{'}}", "}} | {{")]
    [InlineData("a } b }} c { d", "a } b }} c { d")]
    public void A_template_is_filled_in(string template, string expected) => Assert.Equal(expected, Render(template, TemplateEscaping.PlainText).Text);

    [Theory]
    [InlineData("{{player.last_name}}", "missing_variable:player.last_name")]
    [InlineData("{{event.attributes.reason | upper}}", "missing_variable:event.attributes.reason")]
    [InlineData("{{player.first_name | money}}", "bad_value:player.first_name")]
    [InlineData("{{player.id | date}}", "bad_value:player.id")]
    public void Rule_3_a_variable_without_value_or_fallback_fails_the_message_with_its_path(string template, string failure)
    {
        var rendered = Render(template, TemplateEscaping.PlainText);

        Assert.Equal((null, failure), (rendered.Text, rendered.Failure));
    }

    [Theory]
    [InlineData("{{", 0)]
    [InlineData("ab {{player.id", 3)]
    [InlineData("{{}}", 2)]
    [InlineData("{{id}}", 2)]
    [InlineData("{{player.}}", 2)]
    [InlineData("{{player.a b}}", 2)]
    [InlineData("{{player.id | shout}}", 12)]
    [InlineData("{{player.id | truncate}}", 12)]
    [InlineData("{{player.id | truncate:0}}", 12)]
    [InlineData("{{player.id | upper:1}}", 12)]
    [InlineData("{{player.id | fallback:x}}", 12)]
    [InlineData("{{player.id | fallback:'x' | upper}}", 27)]
    [InlineData("{{player.id |}}", 12)]
    public void What_is_no_template_is_refused_at_its_place(string template, int offset)
    {
        Assert.False(TemplateText.TryParse(template, out _, out var mistake));
        Assert.Equal(offset, mistake!.Offset);
    }

    [Fact]
    public void A_template_beyond_16_KiB_is_refused_and_a_result_beyond_64_KiB_fails()
    {
        Assert.False(TemplateText.TryParse(new string('å', (8 * 1024) + 1), out _, out _));

        var long16 = new FixedValues(new() { ["player.id"] = new TemplateValue.Text(new string('x', 33 * 1024)) });
        Assert.True(TemplateText.TryParse("{{player.id}}{{player.id}}", out var template, out _));
        Assert.Equal("text_too_long", template!.Render(long16, TemplateEscaping.PlainText).Failure);
    }

    [Theory]
    [InlineData(TemplateEscaping.Slack, "<!channel> & <@U1>", "&lt;!channel&gt; &amp; &lt;@U1&gt;")]
    [InlineData(TemplateEscaping.Slack, "@channel @Here @everyone @asa", "@\u2060channel @\u2060Here @\u2060everyone @asa")]
    [InlineData(TemplateEscaping.Html, "<b>\"O'Neil\" & co</b>", "&lt;b&gt;&quot;O&#39;Neil&quot; &amp; co&lt;/b&gt;")]
    [InlineData(TemplateEscaping.MailHeader, "Hi\r\nBcc: all@x.example\0", "Hi  Bcc: all@x.example")]
    [InlineData(TemplateEscaping.PlainText, "a\r\n\tb\0c\u001b[1m\u2028d", "a\n\tbc[1m\nd")]
    [InlineData(TemplateEscaping.PlainText, "<a> & b", "<a> & b")]
    [InlineData(TemplateEscaping.PlainText, "ab\u202Edcba\u2066", "abdcba")]
    [InlineData(TemplateEscaping.Json, "say \"hi\"\\\n", "say \\\"hi\\\"\\\\\\u000a")]
    public void Values_are_escaped_for_their_channel(TemplateEscaping escaping, string hostile, string expected)
    {
        var values = new FixedValues(new() { ["player.first_name"] = new TemplateValue.Text(hostile) });
        Assert.True(TemplateText.TryParse("{{player.first_name}}", out var template, out _));

        Assert.Equal(expected, template!.Render(values, escaping).Text);
    }

    [Fact]
    public void A_fallback_is_escaped_as_a_value_is_and_the_authors_own_text_is_not() =>
        Assert.Equal("<b>&lt;you&gt;</b>", Render("<b>{{player.last_name | fallback:'<you>'}}</b>", TemplateEscaping.Html).Text);

    [Fact]
    public void Broken_surrogates_never_reach_a_channel()
    {
        var values = new FixedValues(new() { ["player.id"] = new TemplateValue.Text("a\uD83Db\uDE00c") });
        Assert.True(TemplateText.TryParse("{{player.id}}", out var template, out _));

        Assert.Equal("abc", template!.Render(values, TemplateEscaping.Json).Text);
    }

    [Fact]
    public void Ten_thousand_random_templates_and_values_neither_throw_nor_smuggle_markup()
    {
        const int Seed = 20261201;
        var random = new Random(Seed);
        string[] pieces = ["{{", "}}", "{", "|", ":", "'", "\"", "player.id", "fallback", "truncate:", "3", " ", "<!here>", "\r\n", "\uD83D", "é", "\0", "money"];
        for (var i = 0; i < 10_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => pieces[random.Next(pieces.Length)]));
            var value = string.Concat(Enumerable.Range(0, random.Next(8)).Select(_ => pieces[random.Next(pieces.Length)]));
            var values = new FixedValues(new() { ["player.id"] = new TemplateValue.Text(value) });

            Assert.True(TemplateText.TryParse("{{player.id}}", out var safe, out _));
            var slack = safe!.Render(values, TemplateEscaping.Slack).Text!;
            var header = safe.Render(values, TemplateEscaping.MailHeader).Text!;
            Assert.False(slack.Contains('<', StringComparison.Ordinal) || header.Contains('\n', StringComparison.Ordinal) || header.Contains('\r', StringComparison.Ordinal), $"seed {Seed}, case {i}");

            if (TemplateText.TryParse(text, out var template, out var mistake)) template!.Render(values, TemplateEscaping.PlainText);
            else Assert.InRange(mistake!.Offset, 0, text.Length);
        }
    }

    private static RenderedText Render(string text, TemplateEscaping escaping)
    {
        Assert.True(TemplateText.TryParse(text, out var template, out var mistake), mistake?.Message);
        return template!.Render(Values, escaping);
    }

    private sealed class FixedValues(Dictionary<string, TemplateValue> values) : ITemplateValues
    {
        public string? TimeZone => "Europe/Stockholm";

        public TemplateValue? Find(string path) => values.GetValueOrDefault(path);
    }
}
