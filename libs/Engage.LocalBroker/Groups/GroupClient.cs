namespace Engage.LocalBroker.Groups;

/// <summary>Who asks: the client id of the request and the address it came from, as DescribeGroups shows them.</summary>
internal readonly record struct GroupClient(string Id, string Host);
