using Engage.Channels.Http;

namespace Engage.Channels.Tests.Http;

public sealed class RetryAfterHeaderTests
{
    [Theory]
    [InlineData("30", 30)]
    [InlineData("1.5", 1.5)]
    [InlineData("0", 1)]
    [InlineData("-5", 1)]
    [InlineData("86400", 3600)]
    [InlineData("99999999999999999999", 3600)]
    [InlineData("Mon, 02 Nov 2026 09:02:00 GMT", 120)]
    [InlineData("Mon, 02 Nov 2026 08:00:00 GMT", 1)]
    [InlineData("Tue, 03 Nov 2026 09:00:00 GMT", 3600)]
    public void A_wait_is_read_in_either_form_and_kept_within_bounds(string header, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), RetryAfterHeader.Parse(header, Messages.Nine));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("2026-11-02")]
    [InlineData("NaN")]
    public void Anything_else_asks_for_nothing(string? header) => Assert.Null(RetryAfterHeader.Parse(header, Messages.Nine));
}
