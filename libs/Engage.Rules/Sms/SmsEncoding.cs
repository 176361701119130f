namespace Engage.Rules.Sms;

/// <summary>The alphabet in which an SMS is sent.</summary>
public enum SmsEncoding
{
    /// <summary>3GPP TS 23.038's default alphabet: 160 units in one segment, 153 in each of several.</summary>
    Gsm7,

    /// <summary>UTF-16: 70 units in one segment, 67 in each of several.</summary>
    Ucs2,
}
