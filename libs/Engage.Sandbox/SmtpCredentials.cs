namespace Engage.Sandbox;

/// <summary>The one account of the SMTP sink.</summary>
/// <param name="User">Login name, not empty.</param>
/// <param name="Password">Compared byte for byte.</param>
public sealed record SmtpCredentials(string User, string Password);
