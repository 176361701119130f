using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Topics;

/// <summary>Works out a topic's overrides after an incremental change.</summary>
internal static class ConfigMerge
{
    /// <summary>Applies <paramref name="changes"/> in order to a copy of <paramref name="overrides"/>; the result is null when one is refused.</summary>
    public static Outcome TryApply(
        IReadOnlyDictionary<string, string> overrides, IReadOnlyList<ConfigChange> changes, out IReadOnlyDictionary<string, string>? merged)
    {
        merged = null;
        var result = new Dictionary<string, string>(overrides);
        foreach (var change in changes)
        {
            if (ConfigKeys.Find(change.Name) is not { } key) return new Outcome(ErrorCode.InvalidConfig, $"Unknown topic config name: {change.Name}.");
            if (Apply(result, key, change) is { Error: not ErrorCode.None } refused) return refused;
        }

        if (ConfigKeys.Complaint(result) is { } complaint) return new Outcome(ErrorCode.InvalidConfig, complaint);

        merged = result;
        return Outcome.Done;
    }

    private static Outcome Apply(Dictionary<string, string> overrides, ConfigKey key, in ConfigChange change)
    {
        if (change.Operation == ConfigOperation.Delete)
        {
            overrides.Remove(key.Name);
            return Outcome.Done;
        }

        if (change.Value is not { } value) return new Outcome(ErrorCode.InvalidRequest, $"{key.Name} needs a value.");
        if (change.Operation == ConfigOperation.Set)
        {
            overrides[key.Name] = value;
            return Outcome.Done;
        }

        if (key.Kind != ConfigKind.ChoiceList || change.Operation is not (ConfigOperation.Append or ConfigOperation.Subtract))
            return new Outcome(ErrorCode.InvalidConfig, $"{key.Name} is no list, so it can only be set or deleted.");

        var present = ConfigKey.Split(overrides.GetValueOrDefault(key.Name) ?? key.Default);
        var entries = change.Operation == ConfigOperation.Append ? present.Union(ConfigKey.Split(value)) : present.Except(ConfigKey.Split(value));
        overrides[key.Name] = string.Join(',', entries);
        return Outcome.Done;
    }
}
