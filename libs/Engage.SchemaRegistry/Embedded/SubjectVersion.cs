namespace Engage.SchemaRegistry.Embedded;

/// <summary>A version of a subject.</summary>
/// <param name="Version">From 1.</param>
/// <param name="SchemaId">Which schema it is.</param>
/// <param name="IsDeleted">Soft-deleted: hidden unless asked for, still readable by id.</param>
internal sealed record SubjectVersion(int Version, int SchemaId, bool IsDeleted);
