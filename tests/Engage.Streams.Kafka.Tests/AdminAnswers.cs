using Engage.Streams.Ports;

namespace Engage.Streams.Kafka.Tests;

/// <summary>What the engine is told when the client's admin requests go wrong.</summary>
public sealed class AdminAnswers
{
    [Fact]
    public void An_answer_that_never_comes_is_given_up_and_may_be_asked_for_again()
    {
        var never = new TaskCompletionSource<int>();

        var silence = Assert.Throws<ClientException>(() => KafkaTopicAdmin.Within(TimeSpan.FromMilliseconds(1), never.Task));

        Assert.Equal(ClientFault.Retriable, silence.Fault);
    }

    [Fact]
    public void An_answer_and_a_refusal_pass_unchanged()
    {
        Assert.Equal(3, KafkaTopicAdmin.Within(TimeSpan.FromSeconds(1), Task.FromResult(3)));
        Assert.Throws<InvalidOperationException>(() => KafkaTopicAdmin.Within(TimeSpan.FromSeconds(1), Task.FromException<int>(new InvalidOperationException())));
    }
}
