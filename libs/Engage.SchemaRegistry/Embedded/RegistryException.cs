namespace Engage.SchemaRegistry.Embedded;

/// <summary>A request the registry refuses, with the error code of the Confluent API; the first three digits are the HTTP status.</summary>
internal sealed class RegistryException(int code, string message) : Exception(message)
{
    private const int StatusFactor = 100;

    public int Code { get; } = code;

    public int HttpStatus => Code >= 10_000 ? Code / StatusFactor : Code;

    public static RegistryException SubjectNotFound(string subject) => new(40401, $"Subject '{subject}' not found.");

    public static RegistryException VersionNotFound(string version) => new(40402, $"Version {version} not found.");

    public static RegistryException SchemaNotFound() => new(40403, "Schema not found");

    public static RegistryException SubjectSoftDeleted(string subject) => new(40404, $"Subject '{subject}' was soft deleted. Set permanent=true to delete permanently");

    public static RegistryException SubjectNotSoftDeleted(string subject) => new(40405, $"Subject '{subject}' was not deleted first before being permanently deleted");

    public static RegistryException VersionSoftDeleted(string subject, int version) => new(40406, $"Subject '{subject}' Version {version} was soft deleted. Set permanent=true to delete permanently");

    public static RegistryException VersionNotSoftDeleted(string subject, int version) => new(40407, $"Subject '{subject}' Version {version} was not deleted first before being permanently deleted");

    public static RegistryException NoSubjectCompatibility(string subject) => new(40408, $"Subject '{subject}' does not have subject-level compatibility configured");

    public static RegistryException NoSubjectMode(string subject) => new(40409, $"Subject '{subject}' does not have subject-level mode configured");

    public static RegistryException Incompatible(string reasons) => new(409, $"Schema being registered is incompatible with an earlier schema for the subject; {reasons}");

    public static RegistryException InvalidSchema(string reason) => new(42201, $"Invalid schema: {reason}");

    public static RegistryException InvalidVersion(string version) => new(42202, $"The specified version '{version}' is not a valid version id. Allowed values are between [1, 2^31-1] and the string \"latest\"");

    public static RegistryException InvalidCompatibility() => new(42203, "Invalid compatibility level. Valid values are none, backward, forward, full, backward_transitive, forward_transitive, and full_transitive");

    public static RegistryException InvalidMode() => new(42204, "Invalid mode. Valid values are READWRITE, READONLY and IMPORT");

    public static RegistryException NotPermitted(string reason) => new(42205, reason);

    public static RegistryException ReferenceExists(string subject, int version) => new(42206, $"One or more references exist to the schema {{subject={subject},version={version}}}.");

    public static RegistryException InvalidBody(string reason) => new(422, reason);
}
