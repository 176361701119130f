namespace Engage.SchemaRegistry.Tests;

/// <summary>Each refusal of the REST API, against one registry whose subject s has one version.</summary>
public sealed class ErrorCodes(OneSubject registry) : IClassFixture<OneSubject>
{
    [Theory]
    [InlineData("GET", "subjects/none/versions", null, 404, "40401")]
    [InlineData("GET", "subjects/none/versions/1", null, 404, "40401")]
    [InlineData("GET", "subjects/s/versions/9", null, 404, "40402")]
    [InlineData("GET", "subjects/s/versions/0", null, 422, "42202")]
    [InlineData("GET", "subjects/s/versions/last", null, 422, "42202")]
    [InlineData("GET", "schemas/ids/99", null, 404, "40403")]
    [InlineData("POST", "subjects/s", "{\"schema\":\"\\\"long\\\"\"}", 404, "40403")]
    [InlineData("POST", "subjects/none", "{\"schema\":\"\\\"long\\\"\"}", 404, "40401")]
    [InlineData("POST", "subjects/s/versions", "{\"schema\":\"{}\"}", 422, "42201")]
    [InlineData("POST", "subjects/s/versions", "{\"schema\":\"not json\"}", 422, "42201")]
    [InlineData("POST", "subjects/s/versions", "{\"schema\":\"\"}", 422, "42201")]
    [InlineData("POST", "subjects/s/versions", "{\"schema\":\"x\",\"schemaType\":\"PROTOBUF\"}", 422, "42201")]
    [InlineData("POST", "subjects/s/versions", "{\"schema\":\"{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"R\\\",\\\"fields\\\":[{\\\"name\\\":\\\"a\\\",\\\"type\\\":\\\"Other\\\"}]}\",\"references\":[{\"name\":\"Other\",\"subject\":\"none\",\"version\":1}]}", 422, "42201")]
    [InlineData("POST", "subjects/s/versions", "not json", 422, "422")]
    [InlineData("DELETE", "subjects/none", null, 404, "40401")]
    [InlineData("DELETE", "subjects/s?permanent=true", null, 404, "40405")]
    [InlineData("DELETE", "subjects/s/versions/9", null, 404, "40402")]
    [InlineData("DELETE", "subjects/s/versions/1?permanent=true", null, 404, "40407")]
    [InlineData("GET", "config/s", null, 404, "40408")]
    [InlineData("PUT", "config/s", "{\"compatibility\":\"SIDEWAYS\"}", 422, "42203")]
    [InlineData("GET", "mode/s", null, 404, "40409")]
    [InlineData("PUT", "mode", "{\"mode\":\"WHATEVER\"}", 422, "42204")]
    [InlineData("POST", "compatibility/subjects/none/versions/1", "{\"schema\":\"\\\"long\\\"\"}", 404, "40401")]
    [InlineData("POST", "compatibility/subjects/s/versions/7", "{\"schema\":\"\\\"long\\\"\"}", 404, "40402")]
    [InlineData("GET", "no/such/thing", null, 404, "404")]
    public async Task A_refusal_has_the_code_of_the_api(string method, string path, string? body, int status, string code)
    {
        Assert.Equal((status, code), await registry.Host.SendAsync(method, path, body));
    }
}
