using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Tests.Wire;

/// <summary>Writes a request's body.</summary>
internal delegate void WriteBody(KafkaWriter writer);
