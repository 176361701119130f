using System.Net;

using Microsoft.Extensions.Options;

namespace Engage.Hosting.Options;

internal sealed class MetricsRules : IValidateOptions<MetricsOptions>
{
    public ValidateOptionsResult Validate(string? name, MetricsOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        if (options.Url.Scheme != Uri.UriSchemeHttp) result.AddError("must begin with http://", nameof(options.Url));
        if (options.Url.AbsolutePath != "/" || options.Url.Query.Length > 0 || options.Url.UserInfo.Length > 0) result.AddError("must be http://address:port and nothing more", nameof(options.Url));
        if (options.Url.Host != "localhost" && !IPAddress.TryParse(options.Url.Host.Trim('[', ']'), out _)) result.AddError("must name an IP address of this machine, or localhost", nameof(options.Url));
        return result.Build();
    }
}
