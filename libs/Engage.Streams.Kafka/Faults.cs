using Confluent.Kafka;
using Engage.Streams.Ports;
using TopicPartition = Engage.Streams.Ports.TopicPartition;

namespace Engage.Streams.Kafka;

/// <summary>Classes the client's errors by what the engine does about them.</summary>
internal static class Faults
{
    /// <summary>The kind of debug lines by which every broken connection is told: some per connection, one per transaction, none per record.</summary>
    public const string ConnectionLog = "broker";

    /// <summary>A failure of a transactional call.</summary>
    public static ClientException OfTransaction(KafkaException error) => new(ClassTransaction(error), error.Error.Code.ToString(), error.Error.Reason, error);

    /// <summary>A failure of reading, asking or joining: what is not known to be hopeless may be tried again.</summary>
    public static ClientException OfReading(KafkaException error, TopicPartition? partition = null) => new(ClassReading(error.Error), error.Error.Code.ToString(), error.Error.Reason, error, partition);

    /// <summary>Whether a line of the client's log tells of a broken connection or a request without an answer, after which librdkafka repeats requests by itself.</summary>
    /// <remarks>
    /// Its error callback tells nothing of a connection that the other side closed (a warning, rdkafka_broker.c, rd_kafka_broker_conn_closed), and its log leaves out what was the same within
    /// the last 30 s, unless <see cref="ConnectionLog"/> is on.
    /// </remarks>
    public static bool IsTransport(LogMessage line) => line.Facility is "FAIL" or "REQTMOUT";

    internal static ClientFault ClassTransaction(KafkaException error) => error.Error.Code switch
    {
        ErrorCode.Local_Fenced or ErrorCode.InvalidProducerEpoch => ClientFault.Fenced, // librdkafka's names; the Java client's PRODUCER_FENCED never reaches us.
        ErrorCode.FencedInstanceId => ClientFault.FencedInstance,
        ErrorCode.IllegalGeneration or ErrorCode.UnknownMemberId or ErrorCode.RebalanceInProgress => ClientFault.StaleMember,
        ErrorCode.Local_QueueFull => ClientFault.QueueFull,
        ErrorCode.MsgSizeTooLarge => ClientFault.RecordTooLarge,
        ErrorCode.Local_UnknownTopic or ErrorCode.Local_UnknownPartition or ErrorCode.UnknownTopicOrPart => ClientFault.UnknownTopic,
        var code when IsRefusal(code) => ClientFault.NotAuthorized,
        _ when error.Error.IsFatal => ClientFault.Fatal,
        _ when error is KafkaTxnRequiresAbortException => ClientFault.Abortable,
        _ when error is KafkaRetriableException => ClientFault.Retriable,
        _ => ClientFault.Fatal, // librdkafka's own rule: neither retriable nor abortable means fatal.
    };

    internal static ClientFault ClassReading(Error error) => error.Code switch
    {
        ErrorCode.FencedInstanceId => ClientFault.FencedInstance,
        ErrorCode.Local_AutoOffsetReset or ErrorCode.OffsetOutOfRange or ErrorCode.Local_LogTruncation => ClientFault.OffsetGone,
        ErrorCode.UnknownTopicOrPart or ErrorCode.Local_UnknownTopic or ErrorCode.Local_UnknownPartition => ClientFault.UnknownTopic,
        ErrorCode.Local_Transport or ErrorCode.Local_AllBrokersDown or ErrorCode.Local_Resolve => ClientFault.Transport,
        var code when IsRefusal(code) => ClientFault.NotAuthorized,
        _ when error.IsFatal => ClientFault.Fatal,
        _ => ClientFault.Retriable,
    };

    private static bool IsRefusal(ErrorCode code) => code is ErrorCode.TopicAuthorizationFailed or ErrorCode.GroupAuthorizationFailed or ErrorCode.ClusterAuthorizationFailed
        or ErrorCode.TransactionalIdAuthorizationFailed or ErrorCode.SaslAuthenticationFailed or ErrorCode.Local_Authentication;
}
