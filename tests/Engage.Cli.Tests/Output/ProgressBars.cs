using Engage.Cli.Output;

namespace Engage.Cli.Tests.Output;

public sealed class ProgressBars
{
    [Theory]
    [InlineData(0, 40, "[..............................]   0 % · 0 of 40 events, 0/s")]
    [InlineData(20, 40, "[###############...............]  50 % · 20 of 40 events, 10/s")]
    [InlineData(40, 40, "[##############################] 100 % · 40 of 40 events, 20/s")]
    public void Show_how_much_of_the_total_is_done_and_how_fast(long done, long total, string expected) =>
        Assert.Equal(expected, ProgressLine.Bar(done, total, "events", TimeSpan.FromSeconds(2)));

    [Fact]
    public void Have_no_bar_where_the_total_is_not_known() => Assert.Equal("20 events, 10/s", ProgressLine.Bar(20, 0, "events", TimeSpan.FromSeconds(2)));

    [Fact]
    public void Never_run_over_where_more_came_than_was_expected() =>
        Assert.StartsWith("[##############################] 150 %", ProgressLine.Bar(60, 40, "events", TimeSpan.FromSeconds(2)), StringComparison.Ordinal);
}
