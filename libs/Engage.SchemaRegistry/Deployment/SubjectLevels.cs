namespace Engage.SchemaRegistry.Deployment;

/// <summary>How the schema of each topic may evolve.</summary>
public static class SubjectLevels
{
    /// <summary>
    /// What others consume (action-results, executions) must stay readable in both directions, by consumers of any age. Everything else is read by this product, whose new version
    /// must read what is retained.
    /// </summary>
    /// <param name="topicName">Without prefix.</param>
    public static CompatibilityLevel Of(string topicName) =>
        topicName is "action-results" or "executions" ? CompatibilityLevel.FullTransitive : CompatibilityLevel.BackwardTransitive;
}
