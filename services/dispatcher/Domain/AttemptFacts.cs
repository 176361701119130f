namespace Engage.Dispatcher.Domain;

/// <summary>What is known of a lane when an attempt has ended.</summary>
/// <param name="NowMicros">Present time.</param>
/// <param name="Failures">Failures in a row before this attempt.</param>
/// <param name="FirstFailureMicros">When the first of them was; 0 without any.</param>
/// <param name="UnrecognisedTries">Attempts of this message refused in a way this code does not know, this one not counted.</param>
/// <param name="HasEndedUnrecognised">Whether the lane's message before this one ended that way.</param>
/// <param name="ReconcileDelay">How long the provider's records take to show an attempt.</param>
/// <param name="Chance">0 to 1, exclusive.</param>
internal readonly record struct AttemptFacts(
    long NowMicros,
    int Failures,
    long FirstFailureMicros,
    int UnrecognisedTries,
    bool HasEndedUnrecognised,
    TimeSpan ReconcileDelay,
    double Chance);
