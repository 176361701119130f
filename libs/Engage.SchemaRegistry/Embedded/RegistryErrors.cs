using Engage.Avro.Schemas;
using Microsoft.AspNetCore.Http;

namespace Engage.SchemaRegistry.Embedded;

/// <summary>Refusals as the API's error bodies.</summary>
internal static class RegistryErrors
{
    /// <summary>Runs the rest of the pipeline and turns what it refuses into an answer.</summary>
    public static async Task Answer(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch (RegistryException refusal)
        {
            await Of(refusal.HttpStatus, refusal.Code, refusal.Message).ExecuteAsync(context).ConfigureAwait(false);
        }
        catch (AvroSchemaException invalid)
        {
            var refusal = RegistryException.InvalidSchema(invalid.Message);
            await Of(refusal.HttpStatus, refusal.Code, refusal.Message).ExecuteAsync(context).ConfigureAwait(false);
        }
        catch (BadHttpRequestException malformed)
        {
            await Of(malformed.StatusCode, malformed.StatusCode, malformed.Message).ExecuteAsync(context).ConfigureAwait(false);
        }
    }

    public static IResult NotFound() => Of(StatusCodes.Status404NotFound, StatusCodes.Status404NotFound, "HTTP 404 Not Found");

    private static IResult Of(int status, int code, string message) => Results.Json(new { error_code = code, message }, contentType: RegistryJson.ContentType, statusCode: status);
}
