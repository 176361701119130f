using System.Collections.Frozen;

namespace Engage.Rules.Sms;

/// <summary>The default alphabet of 3GPP TS 23.038 §6.2.1 and its extension table.</summary>
internal static class Gsm7
{
    private const string Basic =
        "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?" +
        "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

    private const string Extended = "\f^{}\\[~]|€";

    private static readonly FrozenDictionary<char, int> Units =
        Basic.Select(character => KeyValuePair.Create(character, 1)).Concat(Extended.Select(character => KeyValuePair.Create(character, 2))).ToFrozenDictionary();

    /// <summary>Septets of a character: 1, or 2 where it needs the escape; 0 where the alphabet lacks it.</summary>
    public static int UnitsOf(char character) => Units.GetValueOrDefault(character);
}
