using Microsoft.Extensions.Options;

namespace Engage.Hosting.Configuration;

/// <summary>A section that a worker reads beside those that all have.</summary>
internal interface ISection
{
    string Key { get; }

    Type Type { get; }

    object Bind(SectionBinder binder);
}

internal sealed class Section<T>(string key, IValidateOptions<T> rules) : ISection
    where T : class, new()
{
    public string Key { get; } = key;

    public Type Type => typeof(T);

    public object Bind(SectionBinder binder) => binder.Bind(Key, rules);
}
