using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Requests;

/// <summary>A hand-made list of replicas: brokers [ i32 ].</summary>
internal static class Replicas
{
    public static int[] Read(ref KafkaReader reader)
    {
        var replicas = new int[reader.ReadArrayCount()];
        for (var index = 0; index < replicas.Length; index++) replicas[index] = reader.ReadInt32();
        return replicas;
    }
}
