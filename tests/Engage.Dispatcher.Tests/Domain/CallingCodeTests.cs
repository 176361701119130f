using Engage.Dispatcher.Sending;

namespace Engage.Dispatcher.Tests.Domain;

public sealed class CallingCodeTests
{
    [Theory]
    [InlineData("+4790000001", "47")]
    [InlineData("+46701234567", "46")]
    [InlineData("+15005550006", "1")]
    [InlineData("+79161234567", "7")]
    [InlineData("+358401234567", "358")]
    [InlineData("+37253001234", "372")]
    [InlineData("+35699001234", "356")]
    [InlineData("+5511912345678", "55")]
    public void A_number_tells_its_country(string number, string code) => Assert.Equal(code, CallingCode.Of(number));
}
