using Engage.LocalBroker.Protocol;
using Engage.LocalBroker.Topics;

namespace Engage.LocalBroker.Requests;

/// <summary>Adds partitions to topics; the count asked for is the new total.</summary>
/// <remarks>
/// Request v0-1: topics [ name str, count i32, assignments [ brokers [ i32 ] ]? ], timeout_ms i32, validate_only bool.
/// Response: throttle i32, [ name str, error i16, message str? ].
/// </remarks>
internal sealed class CreatePartitionsHandler(TopicAdministration administration) : IApiHandler
{
    public ApiKey Api => ApiKey.CreatePartitions;

    public async ValueTask HandleAsync(RequestContext request)
    {
        var wishes = Read(request, out var mode);
        var outcomes = await administration.GrowAsync(wishes, mode).ConfigureAwait(false);
        NamedOutcomes.Write(request, wishes.ConvertAll(wish => wish.Topic), outcomes);
    }

    public void Refuse(RequestContext request, ErrorCode error)
    {
        var wishes = Read(request, out _);
        NamedOutcomes.Write(request, wishes.ConvertAll(wish => wish.Topic), NamedOutcomes.All(wishes.Count, error));
    }

    private static List<(string Topic, int Total, IReadOnlyList<int[]>? Assignments)> Read(RequestContext request, out WriteMode mode)
    {
        var reader = request.Read();
        var wishes = new List<(string, int, IReadOnlyList<int[]>?)>();
        for (var remaining = reader.ReadArrayCount(); remaining > 0; remaining--)
        {
            var name = reader.ReadString();
            var total = reader.ReadInt32();
            var count = reader.ReadNullableArrayCount();
            var assignments = count < 0 ? null : new List<int[]>();
            for (; count > 0; count--) assignments!.Add(Replicas.Read(ref reader));
            wishes.Add((name, total, assignments));
        }

        _ = reader.ReadInt32();
        mode = reader.ReadBool() ? WriteMode.ValidateOnly : WriteMode.Execute;
        return wishes;
    }
}
