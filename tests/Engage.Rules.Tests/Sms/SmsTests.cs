using Engage.Rules.Sms;

namespace Engage.Rules.Tests.Sms;

public sealed class SmsTests
{
    [Fact]
    public void Rule_37_150_characters_and_the_stop_text_of_24_are_174_in_2_segments_without_it_1()
    {
        var text = new string('a', 150);

        Assert.Equal(new SmsSize(SmsEncoding.Gsm7, 174, 2), SmsSize.Of(StopText.Append(text, "en")));
        Assert.Equal(new SmsSize(SmsEncoding.Gsm7, 150, 1), SmsSize.Of(text));
    }

    [Theory]
    [InlineData('a', 0, 0, 0)]
    [InlineData('a', 160, 160, 1)]
    [InlineData('a', 161, 161, 2)]
    [InlineData('a', 306, 306, 2)]
    [InlineData('a', 307, 307, 3)]
    [InlineData('€', 80, 160, 1)]
    [InlineData('€', 81, 162, 2)]
    [InlineData('€', 152, 304, 2)]
    [InlineData('€', 153, 306, 3)]
    public void Gsm7_holds_160_or_153_each_and_extended_characters_never_straddle(char character, int count, int units, int segments) =>
        Assert.Equal(new SmsSize(SmsEncoding.Gsm7, units, segments), SmsSize.Of(new string(character, count)));

    [Theory]
    [InlineData("ж", 70, 70, 1)]
    [InlineData("ж", 71, 71, 2)]
    [InlineData("ж", 134, 134, 2)]
    [InlineData("😀", 35, 70, 1)]
    [InlineData("😀", 66, 132, 2)]
    [InlineData("😀", 67, 134, 3)]
    public void Any_other_character_makes_it_ucs2_70_or_67_each_with_pairs_kept_whole(string character, int count, int units, int segments) =>
        Assert.Equal(new SmsSize(SmsEncoding.Ucs2, units, segments), SmsSize.Of(string.Concat(Enumerable.Repeat(character, count))));

    [Theory]
    [InlineData("ÅÄÖåäöÉéèñß@£¥§¿¡ΔΦΓΛΩΠΨΣΘΞ\r\n", SmsEncoding.Gsm7)]
    [InlineData("[]{}\\~^|€\f", SmsEncoding.Gsm7)]
    [InlineData("Ê", SmsEncoding.Ucs2)]
    [InlineData("’", SmsEncoding.Ucs2)]
    [InlineData("`", SmsEncoding.Ucs2)]
    public void The_alphabet_is_that_of_ts_23_038(string text, SmsEncoding encoding) => Assert.Equal(encoding, SmsSize.Of(text).Encoding);

    [Theory]
    [InlineData(null)]
    [InlineData("en")]
    [InlineData("xx")]
    [InlineData("sv")]
    [InlineData("sv-SE")]
    [InlineData("no")]
    [InlineData("da")]
    [InlineData("fi")]
    [InlineData("de")]
    [InlineData("nl")]
    [InlineData("fr")]
    [InlineData("es")]
    [InlineData("pt_BR")]
    [InlineData("it")]
    [InlineData("et")]
    public void Rule_37_stop_texts_stay_within_gsm7_and_name_the_keyword(string? language)
    {
        var stop = StopText.For(language);

        Assert.Equal(SmsEncoding.Gsm7, SmsSize.Of(stop).Encoding);
        Assert.StartsWith(" ", stop, StringComparison.Ordinal);
        Assert.EndsWith("STOP", stop, StringComparison.Ordinal);
    }

    [Fact]
    public void Rule_37_a_regional_language_uses_its_primary_one_and_an_unknown_one_english()
    {
        Assert.Equal(StopText.For("sv"), StopText.For("SV-se"));
        Assert.Equal(StopText.For("en"), StopText.For("xx"));
        Assert.NotEqual(StopText.For("en"), StopText.For("sv"));
    }

    [Fact]
    public void Rule_37_a_stop_text_that_is_there_already_is_not_appended_again()
    {
        var once = StopText.Append("Hi", "sv");

        Assert.Equal(once, StopText.Append(once, "sv"));
    }
}
