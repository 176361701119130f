using Microsoft.Extensions.Options;

namespace Engage.TriggerMatcher;

/// <summary>Section <c>TriggerMatcher</c>: nothing to set, since what matches is all in the definitions.</summary>
internal sealed class TriggerMatcherOptions;

internal sealed class TriggerMatcherOptionsValidator : IValidateOptions<TriggerMatcherOptions>
{
    public ValidateOptionsResult Validate(string? name, TriggerMatcherOptions options) => ValidateOptionsResult.Success;
}
