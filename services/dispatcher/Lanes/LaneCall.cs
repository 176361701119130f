using Engage.Channels;
using Engage.Dispatcher.Sending;

namespace Engage.Dispatcher.Lanes;

/// <summary>An attempt that has been written down and starts once that is committed.</summary>
/// <param name="Lane">By name: the lane object may be another by then.</param>
/// <param name="Seq">The message's place.</param>
/// <param name="Message">What leaves.</param>
/// <param name="Channel">The client.</param>
/// <param name="Pace">The place reserved for it.</param>
internal sealed record LaneCall(string Lane, long Seq, OutboundMessage Message, IChannel Channel, LanePace Pace);
