namespace Engage.SchemaRegistry.Tests;

/// <summary>Answers and error codes of the REST API.</summary>
public sealed class EmbeddedServer
{
    private const string Int = "\"int\"";
    private const string Record = """{"type":"record","name":"R","fields":[{"name":"a","type":"int"}]}""";
    private const string Wider = """{"type":"record","name":"R","fields":[{"name":"a","type":"int"},{"name":"b","type":"int","default":0}]}""";

    [Fact]
    public async Task A_schema_has_one_id_under_every_subject_and_keeps_its_first_version()
    {
        await using var host = await RegistryHost.StartAsync();

        Assert.Equal((200, """{"id":1,"version":1}"""), await host.RegisterAsync("one", Record));
        Assert.Equal((200, """{"id":2,"version":1}"""), await host.RegisterAsync("two", Int));
        Assert.Equal((200, """{"id":1,"version":2}"""), await SecondVersion(host, "two", Record));
        Assert.Equal((200, """{"id":1,"version":1}"""), await host.RegisterAsync("one", Record));
        Assert.Equal((200, """["one","two"]"""), await host.SendAsync("GET", "subjects"));
        Assert.Equal((200, """["one","two"]"""), await host.SendAsync("GET", "schemas/ids/1/subjects"));
        Assert.Equal((200, """[{"subject":"one","version":1},{"subject":"two","version":2}]"""), await host.SendAsync("GET", "schemas/ids/1/versions"));
        Assert.Equal((200, """{"schema":"{\u0022type\u0022:\u0022record\u0022,\u0022name\u0022:\u0022R\u0022,\u0022fields\u0022:[{\u0022name\u0022:\u0022a\u0022,\u0022type\u0022:\u0022int\u0022}]}"}"""), await host.SendAsync("GET", "schemas/ids/1"));
        Assert.Equal((200, Record), await host.SendAsync("GET", "schemas/ids/1/schema"));
    }

    [Theory]
    [InlineData("""{ "name" : "R", "type" : "record", "fields" : [ { "type" : { "type" : "int" }, "name" : "a" } ] }""", true)]
    [InlineData("""{"type":"record","name":"R","namespace":"","fields":[{"name":"a","type":"int"}]}""", true)]
    [InlineData("""{"type":"record","name":"R","doc":"text","fields":[{"name":"a","type":"int"}]}""", false)]
    [InlineData("""{"type":"record","name":"R","owner":"team","fields":[{"name":"a","type":"int"}]}""", false)]
    public async Task Blanks_order_and_spelling_make_no_new_schema_but_documentation_does(string spelling, bool isSame)
    {
        await using var host = await RegistryHost.StartAsync();
        await host.RegisterAsync("s", Record);

        var lookup = await host.SendAsync("POST", "subjects/s", new { schema = spelling });

        Assert.Equal(isSame ? 200 : 404, lookup.Status);
    }

    [Fact]
    public async Task A_soft_deleted_subject_is_hidden_still_readable_by_id_and_gone_for_good_only_when_asked_twice()
    {
        await using var host = await RegistryHost.StartAsync();
        await host.RegisterAsync("s", Record);
        await host.RegisterAsync("s", Wider);

        Assert.Equal((200, "[1,2]"), await host.SendAsync("DELETE", "subjects/s"));
        Assert.Equal((404, "40404"), await host.SendAsync("DELETE", "subjects/s"));
        Assert.Equal((200, "[]"), await host.SendAsync("GET", "subjects"));
        Assert.Equal((200, """["s"]"""), await host.SendAsync("GET", "subjects?deleted=true"));
        Assert.Equal((200, """["s"]"""), await host.SendAsync("GET", "subjects?deletedOnly=true"));
        Assert.Equal((404, "40401"), await host.SendAsync("GET", "subjects/s/versions/latest"));
        Assert.Equal(200, (await host.SendAsync("GET", "subjects/s/versions/2?deleted=true")).Status);
        Assert.Equal(200, (await host.SendAsync("POST", "subjects/s?deleted=true", new { schema = Record })).Status);
        Assert.Equal(200, (await host.SendAsync("GET", "schemas/ids/1")).Status);

        Assert.Equal((200, """{"id":1,"version":3}"""), await host.RegisterAsync("s", Record));
        Assert.Equal((200, "3"), await host.SendAsync("DELETE", "subjects/s/versions/latest"));
        Assert.Equal((200, "[1,2,3]"), await host.SendAsync("DELETE", "subjects/s?permanent=true"));
        Assert.Equal((200, "[]"), await host.SendAsync("GET", "subjects?deleted=true"));
        Assert.Equal(200, (await host.SendAsync("GET", "schemas/ids/1")).Status);
    }

    [Fact]
    public async Task One_version_is_deleted_softly_then_for_good()
    {
        await using var host = await RegistryHost.StartAsync();
        await host.RegisterAsync("s", Record);
        await host.RegisterAsync("s", Wider);

        Assert.Equal((200, "1"), await host.SendAsync("DELETE", "subjects/s/versions/1"));
        Assert.Equal((404, "40406"), await host.SendAsync("DELETE", "subjects/s/versions/1"));
        Assert.Equal((200, "[2]"), await host.SendAsync("GET", "subjects/s/versions"));
        Assert.Equal((200, "[1]"), await host.SendAsync("GET", "subjects/s/versions?deletedOnly=true"));
        Assert.Equal((200, "1"), await host.SendAsync("DELETE", "subjects/s/versions/1?permanent=true"));
        Assert.Equal((200, "[2]"), await host.SendAsync("GET", "subjects/s/versions?deleted=true"));
    }

    [Fact]
    public async Task Level_and_mode_are_global_with_exceptions_by_subject()
    {
        await using var host = await RegistryHost.StartAsync();

        Assert.Equal((200, """{"compatibilityLevel":"BACKWARD"}"""), await host.SendAsync("GET", "config"));
        Assert.Equal((200, """{"compatibility":"FULL_TRANSITIVE"}"""), await host.SendAsync("PUT", "config/s", new { compatibility = "full_transitive" }));
        Assert.Equal((200, """{"compatibilityLevel":"FULL_TRANSITIVE"}"""), await host.SendAsync("GET", "config/s"));
        Assert.Equal((200, """{"compatibilityLevel":"BACKWARD"}"""), await host.SendAsync("GET", "config/other?defaultToGlobal=true"));
        Assert.Equal((200, """{"compatibilityLevel":"FULL_TRANSITIVE"}"""), await host.SendAsync("DELETE", "config/s"));
        Assert.Equal((404, "40408"), await host.SendAsync("GET", "config/s"));

        Assert.Equal((200, """{"mode":"READONLY"}"""), await host.SendAsync("PUT", "mode", new { mode = "READONLY" }));
        Assert.Equal((422, "42205"), await host.RegisterAsync("s", Record));
        await host.SendAsync("PUT", "mode/s", new { mode = "READWRITE" });
        Assert.Equal(200, (await host.RegisterAsync("s", Record)).Status);
        Assert.Equal((422, "42205"), await host.SendAsync("DELETE", "subjects/other"));
        Assert.Equal((200, """{"mode":"READWRITE"}"""), await host.SendAsync("DELETE", "mode/s"));
        Assert.Equal((200, """{"mode":"READONLY"}"""), await host.SendAsync("GET", "mode/s?defaultToGlobal=true"));
    }

    [Fact]
    public async Task In_import_mode_schemas_bring_their_ids()
    {
        await using var host = await RegistryHost.StartAsync();
        await host.SendAsync("PUT", "mode/s", new { mode = "IMPORT" });

        Assert.Equal((422, "42205"), await host.RegisterAsync("s", Record));
        Assert.Equal((200, """{"id":41,"version":7}"""), await host.SendAsync("POST", "subjects/s/versions", new { schema = Record, id = 41, version = 7 }));
        Assert.Equal((422, "42205"), await host.SendAsync("POST", "subjects/s/versions", new { schema = Wider, id = 41 }));
        Assert.Equal((200, """{"id":42,"version":1}"""), await host.RegisterAsync("t", Wider));
        Assert.Equal((422, "42205"), await host.SendAsync("POST", "subjects/t/versions", new { schema = Int, id = 50 }));
    }

    [Fact]
    public async Task A_schema_may_use_types_of_another_which_then_cannot_be_deleted()
    {
        await using var host = await RegistryHost.StartAsync();
        await host.RegisterAsync("money", """{"type":"record","name":"x.Money","fields":[]}""");
        var order = new { schema = """{"type":"record","name":"Order","fields":[{"name":"price","type":"x.Money"}]}""", references = new[] { new { name = "x.Money", subject = "money", version = 1 } } };

        Assert.Equal((200, """{"id":2,"version":1}"""), await host.SendAsync("POST", "subjects/order/versions", order));
        Assert.Contains("\"references\":[{\"name\":\"x.Money\",\"subject\":\"money\",\"version\":1}]", (await host.SendAsync("GET", "schemas/ids/2")).Body, StringComparison.Ordinal);
        Assert.Equal((200, "[2]"), await host.SendAsync("GET", "subjects/money/versions/1/referencedby"));
        Assert.Equal((422, "42206"), await host.SendAsync("DELETE", "subjects/money"));
        using var client = host.Client();
        Assert.NotNull(await client.FindByIdAsync(2, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_verbose_check_says_what_is_wrong_and_with_which_version()
    {
        await using var host = await RegistryHost.StartAsync();
        await host.RegisterAsync("s", Record);
        var next = new { schema = """{"type":"record","name":"R","fields":[{"name":"a","type":"int"},{"name":"b","type":"int"}]}""" };

        var (_, verbose) = await host.SendAsync("POST", "compatibility/subjects/s/versions/latest?verbose=true", next);
        var (_, brief) = await host.SendAsync("POST", "compatibility/subjects/s/versions/1", next);

        Assert.Contains("READER_FIELD_MISSING_DEFAULT_VALUE", verbose, StringComparison.Ordinal);
        Assert.Contains("/fields/1", verbose, StringComparison.Ordinal);
        Assert.Contains("{oldSchemaVersion: 1}", verbose, StringComparison.Ordinal);
        Assert.Equal("""{"is_compatible":false}""", brief);
    }

    /// <summary>An unrelated schema, which no level but NONE allows.</summary>
    private static async Task<(int Status, string Body)> SecondVersion(RegistryHost host, string subject, string schema)
    {
        await host.SendAsync("PUT", $"config/{subject}", new { compatibility = "NONE" });
        return await host.RegisterAsync(subject, schema);
    }
}
