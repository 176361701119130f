using Engage.Channels.Twilio;

namespace Engage.Channels.Tests.Twilio;

public sealed class PhoneNumberTests
{
    [Theory]
    [InlineData("+4790000001", null, "+4790000001")]
    [InlineData("+47 900 00 001", null, "+4790000001")]
    [InlineData("0047-900.00(001)", null, "+4790000001")]
    [InlineData("+47\u00a090000001", null, "+4790000001")]
    [InlineData("90000001", "47", "+4790000001")]
    [InlineData("070-123 45 67", "46", "+46701234567")]
    [InlineData("+123456789012345", null, "+123456789012345")]
    public void A_number_as_people_write_it_becomes_E164(string text, string? countryCode, string expected)
    {
        Assert.True(PhoneNumber.TryNormalise(text, countryCode, out var number));
        Assert.Equal(expected, number);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData("90000001", null)] // National, and nobody said of which country.
    [InlineData("+0790000001", null)]
    [InlineData("+1234567890123456", null)]
    [InlineData("+", null)]
    [InlineData("+47900x0001", null)]
    [InlineData("+47+90000001", null)]
    [InlineData("47 +90000001", null)]
    [InlineData("+47\n90000001", null)]
    [InlineData("+٤٧٩٠٠٠٠٠٠١", null)]
    public void Anything_else_is_refused_and_no_country_is_guessed(string? text, string? countryCode)
    {
        Assert.False(PhoneNumber.TryNormalise(text, countryCode, out var number));
        Assert.Equal("", number);
    }
}
