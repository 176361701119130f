using System.Text;
using Engage.LocalBroker.Coordination;

namespace Engage.LocalBroker.Tests.Coordination;

public sealed class JournalTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public void Records_come_back_in_their_order_with_their_types()
    {
        Write("one", "two", "");

        Assert.Equal(["GroupDeleted:one", "GroupDeleted:two", "GroupDeleted:"], Read(out var tornBytes));
        Assert.Equal(0, tornBytes);
    }

    [Fact]
    public void A_record_torn_at_any_byte_is_cut_off_and_the_journal_goes_on_behind_the_last_whole_one()
    {
        Write("one");
        var wholeBytes = new FileInfo(OnlyJournal).Length;
        Write("two");
        var bytes = File.ReadAllBytes(OnlyJournal);

        for (var length = wholeBytes; length < bytes.Length; length++)
        {
            File.WriteAllBytes(OnlyJournal, bytes[..(int)length]);
            Assert.Equal(["GroupDeleted:one"], Read(out var tornBytes));
            Assert.Equal(length - wholeBytes, tornBytes);
            Write("three");
            Assert.Equal(["GroupDeleted:one", "GroupDeleted:three"], Read(out _));
        }
    }

    [Fact]
    public void A_flipped_bit_anywhere_in_the_last_record_cuts_it_off()
    {
        Write("one");
        var wholeBytes = new FileInfo(OnlyJournal).Length;
        Write("two");
        var bytes = File.ReadAllBytes(OnlyJournal);

        for (var position = wholeBytes; position < bytes.Length; position++)
        {
            var damaged = bytes.ToArray();
            damaged[position] ^= 0x10;
            File.WriteAllBytes(OnlyJournal, damaged);
            Assert.Equal(["GroupDeleted:one"], Read(out var tornBytes));
            Assert.Equal(bytes.Length - wholeBytes, tornBytes);
        }
    }

    [Fact]
    public void A_snapshot_takes_the_place_of_everything_before_it()
    {
        Write("one", "two");

        Snapshot("both");
        Write("three");

        Assert.Equal(["GroupDeleted:both", "GroupDeleted:three"], Read(out _));
        Assert.Equal(["00000001.journal", "00000001.snap"], Files());
    }

    [Fact]
    public void A_crash_before_the_snapshot_was_renamed_leaves_the_old_journal_in_force()
    {
        Write("one");
        File.WriteAllText(Path.Combine(directory.Path, "00000001.tmp"), "half a snapshot");
        File.WriteAllBytes(Path.Combine(directory.Path, "00000001.journal"), []);

        Assert.Equal(["GroupDeleted:one"], Read(out _));
        Assert.Equal(["00000000.journal"], Files());
    }

    [Fact]
    public void A_crash_after_the_snapshot_was_renamed_leaves_the_snapshot_in_force()
    {
        Write("one", "two");
        var before = File.ReadAllBytes(OnlyJournal);
        Snapshot("both");
        File.WriteAllBytes(Path.Combine(directory.Path, "00000000.journal"), before);

        Assert.Equal(["GroupDeleted:both"], Read(out _));
        Assert.Equal(["00000001.journal", "00000001.snap"], Files());
    }

    [Fact]
    public void A_damaged_snapshot_is_refused_rather_than_half_read()
    {
        Write("one");
        Snapshot("first", "second");
        var path = Path.Combine(directory.Path, "00000001.snap");
        var bytes = File.ReadAllBytes(path);
        bytes[^1] ^= 1;
        File.WriteAllBytes(path, bytes);

        var refused = Assert.Throws<InvalidDataException>(() => Read(out _));

        Assert.Contains("00000001.snap is damaged", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_clean_stop_counts_only_as_the_very_last_record()
    {
        Assert.False(EndedCleanly());
        Append(JournalRecordType.CleanStop);
        Assert.True(EndedCleanly());
        Write("later");
        Assert.False(EndedCleanly());
        Append(JournalRecordType.CleanStop);
        File.AppendAllText(OnlyJournal, "x");
        Assert.False(EndedCleanly());
    }

    private string OnlyJournal => Assert.Single(Directory.GetFiles(directory.Path, "*.journal"));

    private void Write(params string[] payloads)
    {
        using var journal = new Journal(directory.Path);
        journal.Recover(static (_, _) => { });
        foreach (var payload in payloads) journal.Append(JournalRecordType.GroupDeleted, Encoding.UTF8.GetBytes(payload));
    }

    private void Append(JournalRecordType type)
    {
        using var journal = new Journal(directory.Path);
        journal.Recover(static (_, _) => { });
        journal.Append(type, []);
    }

    private bool EndedCleanly()
    {
        using var journal = new Journal(directory.Path);
        journal.Recover(static (_, _) => { });
        return journal.EndedCleanly;
    }

    private void Snapshot(params string[] payloads)
    {
        using var journal = new Journal(directory.Path);
        journal.Recover(static (_, _) => { });
        journal.Snapshot(write =>
        {
            foreach (var payload in payloads) write(JournalRecordType.GroupDeleted, Encoding.UTF8.GetBytes(payload));
        });
    }

    private List<string> Read(out long tornBytes)
    {
        var records = new List<string>();
        using var journal = new Journal(directory.Path);
        tornBytes = journal.Recover((type, payload) => records.Add($"{type}:{Encoding.UTF8.GetString(payload)}"));
        return records;
    }

    private IEnumerable<string> Files() => Directory.GetFiles(directory.Path).Select(static file => Path.GetFileName(file)).Order();
}
