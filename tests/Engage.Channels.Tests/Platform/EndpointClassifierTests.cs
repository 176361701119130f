using Engage.Channels.Http;
using Engage.Channels.Platform;

namespace Engage.Channels.Tests.Platform;

public sealed class EndpointClassifierTests
{
    [Theory]
    [InlineData(200)]
    [InlineData(201)]
    [InlineData(204)]
    [InlineData(409)]
    public void A_call_taken_now_or_before_is_delivered(int status) => Assert.Equal("a-1", Assert.IsType<Delivered>(Classify(status)).MessageId);

    [Theory]
    [InlineData(404, RejectedPart.Recipient)]
    [InlineData(400, RejectedPart.Message)]
    [InlineData(422, RejectedPart.Message)]
    [InlineData(413, RejectedPart.Message)]
    public void A_refusal_names_what_is_at_fault(int status, RejectedPart part) => Assert.Equal(part, Assert.IsType<Rejected>(Classify(status)).Part);

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(302)]
    [InlineData(405)]
    public void Our_settings_are_at_fault(int status) => Assert.IsType<Misconfigured>(Classify(status));

    [Theory]
    [InlineData(429, null)]
    [InlineData(429, 5)]
    [InlineData(503, 5)]
    public void A_limit_is_waited_out_and_does_not_count(int status, int? seconds) =>
        Assert.Equal(RetryCause.Throttled, Assert.IsType<RetryAfter>(Classify(status, retryAfter: seconds is { } s ? TimeSpan.FromSeconds(s) : null)).Cause);

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(408)]
    public void A_passing_fault_is_tried_again_with_the_same_key(int status) => Assert.Equal(RetryCause.Transient, Assert.IsType<RetryAfter>(Classify(status)).Cause);

    [Theory]
    [InlineData("timeout")]
    [InlineData("connection_closed")]
    public void A_lost_answer_is_tried_again_because_the_key_makes_that_harmless(string fault) =>
        Assert.Equal(RetryCause.Transient, Assert.IsType<RetryAfter>(EndpointClassifier.Classify(HttpAnswer.Failed(fault, bodyLeft: true), "a-1")).Cause);

    [Fact]
    public void A_status_nobody_knows_was_a_refusal_all_the_same() => Assert.Equal(RetryCause.Unrecognised, Assert.IsType<RetryAfter>(Classify(418)).Cause);

    [Theory]
    [InlineData("""{"balance":0,"shortfall":15.5}""", 15.5)]
    [InlineData("""{"balance":0,"shortfall":0}""", null)]
    [InlineData("""{"balance":0}""", null)]
    [InlineData("""[]""", null)]
    [InlineData("ok", null)]
    [InlineData("", null)]
    public void The_answer_may_tell_what_could_not_be_taken(string body, double? shortfall) =>
        Assert.Equal((decimal?)shortfall, Assert.IsType<Delivered>(Classify(200, body)).Shortfall);

    private static DeliveryOutcome Classify(int status, string body = "", TimeSpan? retryAfter = null) =>
        EndpointClassifier.Classify(new HttpAnswer(status, body, retryAfter, null, BodyLeft: true), "a-1");
}
