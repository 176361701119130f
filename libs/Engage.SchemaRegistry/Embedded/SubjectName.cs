namespace Engage.SchemaRegistry.Embedded;

/// <summary>A subject from a path. The server decodes everything in a path but %2F, which a subject may hold.</summary>
internal readonly record struct SubjectName(string Value)
{
    public static bool TryParse(string text, out SubjectName subject)
    {
        subject = new SubjectName(text.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase));
        return true;
    }

    public static implicit operator string(SubjectName subject) => subject.Value;
}
