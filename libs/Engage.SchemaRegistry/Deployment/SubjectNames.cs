namespace Engage.SchemaRegistry.Deployment;

/// <summary>Confluent's topic name strategy.</summary>
public static class SubjectNames
{
    /// <param name="topicPrefix">Put before every topic's name, for example <c>engage.</c>.</param>
    /// <param name="topicName">Without prefix.</param>
    public static string Of(string topicPrefix, string topicName) => $"{topicPrefix}{topicName}-value";
}
