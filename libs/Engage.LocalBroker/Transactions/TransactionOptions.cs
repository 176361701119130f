namespace Engage.LocalBroker.Transactions;

/// <summary>Timing of transactions.</summary>
public sealed record TransactionOptions
{
    /// <summary>Delay between answering EndTxn and writing the markers, so that clients meet the same short overlap as with Apache Kafka.</summary>
    public TimeSpan MarkerDelay { get; init; } = TimeSpan.FromMilliseconds(2);

    /// <summary>Answers EndTxn only after all markers are written: deterministic, unlike Apache Kafka.</summary>
    public bool AnswerAfterMarkers { get; init; }

    /// <summary>Largest timeout a producer may ask for.</summary>
    public TimeSpan MaxTimeout { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Time between two looks for transactions past their timeout (Kafka: 10 s).</summary>
    public TimeSpan ExpiryCheckInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long an idle transactional id is remembered.</summary>
    public TimeSpan IdRetention { get; init; } = TimeSpan.FromDays(7);
}
