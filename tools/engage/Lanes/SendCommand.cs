using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Engage.Cli.Connections;
using Engage.Cli.Output;
using Engage.Contracts;
using Engage.Streams.Kafka.Tools;
using Engage.Topics;

namespace Engage.Cli.Lanes;

/// <summary>Sends an operator's command to the dispatcher and waits for its answer: the dispatcher applies it in its own transaction, or refuses it.</summary>
internal static class SendCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <param name="describe">Makes the command of its id and its instant.</param>
    /// <returns>The answers: one for a lane; for a scope one of each partition.</returns>
    /// <exception cref="CommandException">Nobody answers in time.</exception>
    public static IReadOnlyList<DispatchEvent> AndWait(Cluster cluster, Func<string, long, DispatchCommand> describe, CancellationToken cancelled)
    {
        // A random id: a command given twice by an operator is two commands.
        var command = describe(RandomNumberGenerator.GetHexString(32, lowercase: true), Times.Micros(TimeProvider.System.GetUtcNow()));
        var partitions = Partitions(cluster);
        using var reader = new TopicReader(cluster.Connection);
        reader.Open(new Dictionary<string, int> { [cluster.Topic(Topics.Topics.DispatchEvents.Name)] = partitions }, ReadFrom.Start);
        foreach (var _ in reader.ToEnd(Patience))
        {
            // Positions the reader at the end before the command goes out, so that no answer is missed.
        }

        Write(cluster, command, partitions);
        return Answers(reader, command, expected: command.Lane is null ? partitions : 1, cancelled);
    }

    private static List<DispatchEvent> Answers(TopicReader reader, DispatchCommand command, int expected, CancellationToken cancelled)
    {
        var answers = new List<DispatchEvent>();
        var sentAt = TimeProvider.System.GetTimestamp();
        while (answers.Count < expected)
        {
            cancelled.ThrowIfCancellationRequested();
            if (reader.Next(TimeSpan.FromMilliseconds(100)) is { Value: not null } record)
            {
                var answer = Topics.Topics.DispatchEvents.Wire.Read(record.Value);
                if (answer.CommandId == command.CommandId && answer.Kind is "applied" or "refused") answers.Add(answer);
            }

            if (TimeProvider.System.GetElapsedTime(sentAt) > Patience)
            {
                throw new CommandException(string.Create(CultureInfo.InvariantCulture,
                    $"{answers.Count} of {expected} answers came within {Patience.TotalSeconds:F0} s: is the dispatcher running ('engage status')? The command {command.CommandId} is written and will be applied when it is."));
            }
        }

        return answers;
    }

    private static void Write(Cluster cluster, DispatchCommand command, int partitions)
    {
        var value = new ArrayBufferWriter<byte>();
        Topics.Topics.DispatchCommands.Wire.Write(command, value);
        var (topic, bytes) = (cluster.Topic(Topics.Topics.DispatchCommands.Name), value.WrittenSpan.ToArray());
        using var writer = new TopicWriter(cluster.Connection);
        if (command.Lane is not null && LaneName.TryParse(command.Lane, out var lane)) writer.Write(topic, Encoding.UTF8.GetBytes(lane.PartitionKey), bytes);
        else
        {
            for (var partition = 0; partition < partitions; partition++) writer.Write(topic, Encoding.UTF8.GetBytes(command.Scope!), bytes, partition: partition);
        }

        writer.Flush();
    }

    private static int Partitions(Cluster cluster)
    {
        using var admin = new ClusterAdmin(cluster.Connection);
        var name = cluster.Topic(Topics.Topics.DispatchEvents.Name);
        return admin.PartitionCounts().TryGetValue(name, out var count) ? count : throw new CommandException($"The topic {name} does not exist; run 'engage topics create'.");
    }
}
