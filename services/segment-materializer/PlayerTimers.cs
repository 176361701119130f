using Engage.SegmentMaterializer.Domain;
using Engage.Streams;

namespace Engage.SegmentMaterializer;

/// <summary>Timers that keep segment-changes timely, and that forget what is kept of erased players. They never feed a decision.</summary>
internal sealed class PlayerTimers(ITimers timers)
{
    /// <summary>First byte of a timer's owner: the clock may change the player's segments.</summary>
    public const byte Clock = 1;

    /// <summary>First byte of a timer's owner: the erased profile's row is to be deleted.</summary>
    public const byte Forget = 2;

    /// <summary>First byte of a timer's owner: what is remembered of an erased player's events is past the horizon.</summary>
    public const byte Expire = 3;

    private const long DayMicros = 24 * 3600 * 1_000_000L;

    private const long KeepErasedProfileMicros = 7 * DayMicros;

    /// <summary>Sets the player's timer. One that is due earlier is left: it will set itself anew, which is cheaper than moving it at every bet.</summary>
    public void Arm(ReadOnlySpan<byte> player, PlayerRow row)
    {
        var next = Math.Min(row.State.NextChangeMicros, row.State.NextKnownMicros);
        if (next >= row.TimerAtMicros) return;
        Span<byte> owner = stackalloc byte[1 + player.Length];
        owner[0] = Clock;
        player.CopyTo(owner[1..]);
        if (row.TimerAtMicros != long.MaxValue) timers.Cancel(row.TimerAtMicros, owner);
        row.TimerAtMicros = Math.Max(0, next);
        timers.Set(row.TimerAtMicros, owner);
    }

    public void Disarm(ReadOnlySpan<byte> player, PlayerRow row)
    {
        if (row.TimerAtMicros == long.MaxValue) return;
        Span<byte> owner = stackalloc byte[1 + player.Length];
        owner[0] = Clock;
        player.CopyTo(owner[1..]);
        timers.Cancel(row.TimerAtMicros, owner);
        row.TimerAtMicros = long.MaxValue;
    }

    public void ForgetLater(ReadOnlySpan<byte> player, long erasedAtMicros) => Set(Forget, player, erasedAtMicros + KeepErasedProfileMicros);

    public void ExpireAt(ReadOnlySpan<byte> player, long atMicros) => Set(Expire, player, atMicros);

    /// <summary>The log has not come as far as the clock.</summary>
    public void ExpireTomorrow(ReadOnlySpan<byte> player, long nowMicros) => Set(Expire, player, nowMicros + DayMicros);

    private void Set(byte kind, ReadOnlySpan<byte> player, long atMicros)
    {
        Span<byte> owner = stackalloc byte[1 + player.Length];
        owner[0] = kind;
        player.CopyTo(owner[1..]);
        timers.Set(atMicros, owner);
    }
}
