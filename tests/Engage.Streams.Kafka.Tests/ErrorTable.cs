using Confluent.Kafka;
using Engage.Streams.Ports;

namespace Engage.Streams.Kafka.Tests;

/// <summary>13: how the client's own errors are classed; what the engine does about each class is tested with the engine.</summary>
public sealed class ErrorTable
{
    public static TheoryData<ErrorCode, bool, ClientFault> Transactional => new()
    {
        { ErrorCode.Local_Fenced, true, ClientFault.Fenced },
        { ErrorCode.InvalidProducerEpoch, true, ClientFault.Fenced },
        { ErrorCode.FencedInstanceId, false, ClientFault.FencedInstance },
        { ErrorCode.IllegalGeneration, false, ClientFault.StaleMember },
        { ErrorCode.UnknownMemberId, false, ClientFault.StaleMember },
        { ErrorCode.RebalanceInProgress, false, ClientFault.StaleMember },
        { ErrorCode.Local_QueueFull, false, ClientFault.QueueFull },
        { ErrorCode.MsgSizeTooLarge, false, ClientFault.RecordTooLarge },
        { ErrorCode.Local_UnknownTopic, false, ClientFault.UnknownTopic },
        { ErrorCode.Local_UnknownPartition, false, ClientFault.UnknownTopic },
        { ErrorCode.UnknownTopicOrPart, false, ClientFault.UnknownTopic },
        { ErrorCode.TopicAuthorizationFailed, false, ClientFault.NotAuthorized },
        { ErrorCode.TransactionalIdAuthorizationFailed, true, ClientFault.NotAuthorized },
        { ErrorCode.InvalidTxnState, true, ClientFault.Fatal },
        { ErrorCode.OutOfOrderSequenceNumber, true, ClientFault.Fatal },
        { ErrorCode.UnknownProducerId, true, ClientFault.Fatal },
        { ErrorCode.Local_State, false, ClientFault.Fatal }, // Neither retriable nor abortable.
    };

    public static TheoryData<ErrorCode, bool, ClientFault> Reading => new()
    {
        { ErrorCode.FencedInstanceId, true, ClientFault.FencedInstance },
        { ErrorCode.Local_AutoOffsetReset, false, ClientFault.OffsetGone },
        { ErrorCode.OffsetOutOfRange, false, ClientFault.OffsetGone },
        { ErrorCode.Local_LogTruncation, false, ClientFault.OffsetGone },
        { ErrorCode.UnknownTopicOrPart, false, ClientFault.UnknownTopic },
        { ErrorCode.Local_Transport, false, ClientFault.Transport },
        { ErrorCode.Local_AllBrokersDown, false, ClientFault.Transport },
        { ErrorCode.GroupAuthorizationFailed, false, ClientFault.NotAuthorized },
        { ErrorCode.Local_Fatal, true, ClientFault.Fatal },
        { ErrorCode.Local_MaxPollExceeded, false, ClientFault.Retriable }, // The lost callback follows.
        { ErrorCode.Local_AssignmentLost, false, ClientFault.Retriable },
        { ErrorCode.GroupLoadInProgress, false, ClientFault.Retriable },
        { ErrorCode.Local_TimedOut, false, ClientFault.Retriable },
    };

    [Theory, MemberData(nameof(Transactional))]
    public void An_error_of_a_transactional_call_is_classed_by_what_may_follow(ErrorCode code, bool isFatal, ClientFault expected) =>
        Assert.Equal(expected, Faults.ClassTransaction(new KafkaException(new Error(code, "as scripted", isFatal))));

    [Fact]
    public void What_the_client_calls_retriable_or_abortable_is_just_that()
    {
        Assert.Equal(ClientFault.Retriable, Faults.ClassTransaction(new KafkaRetriableException(new Error(ErrorCode.Local_TimedOut))));
        Assert.Equal(ClientFault.Retriable, Faults.ClassTransaction(new KafkaRetriableException(new Error(ErrorCode.ConcurrentTransactions))));
        Assert.Equal(ClientFault.Abortable, Faults.ClassTransaction(new KafkaTxnRequiresAbortException(new Error(ErrorCode.Local_MsgTimedOut))));
        Assert.Equal(ClientFault.StaleMember, Faults.ClassTransaction(new KafkaTxnRequiresAbortException(new Error(ErrorCode.IllegalGeneration))));
    }

    [Theory, MemberData(nameof(Reading))]
    public void An_error_of_reading_is_classed_by_who_can_mend_it(ErrorCode code, bool isFatal, ClientFault expected) =>
        Assert.Equal(expected, Faults.ClassReading(new Error(code, "as scripted", isFatal)));
}
