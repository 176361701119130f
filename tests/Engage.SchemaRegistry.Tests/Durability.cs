using Engage.SchemaRegistry.Embedded;

namespace Engage.SchemaRegistry.Tests;

public sealed class Durability
{
    private const string Record = """{"type":"record","name":"R","fields":[]}""";

    [Fact]
    public async Task After_a_restart_ids_versions_levels_modes_and_deletions_are_the_same()
    {
        await using var host = await RegistryHost.StartAsync();
        await host.RegisterAsync("kept", Record);
        await host.RegisterAsync("hidden", "\"int\"");
        await host.SendAsync("DELETE", "subjects/hidden");
        await host.SendAsync("PUT", "config", new { compatibility = "FULL" });
        await host.SendAsync("PUT", "config/kept", new { compatibility = "NONE" });
        await host.SendAsync("PUT", "mode/hidden", new { mode = "READONLY" });

        await host.RestartAsync();

        Assert.Equal((200, """{"id":1,"version":1}"""), await host.RegisterAsync("kept", Record));
        Assert.Equal((200, """["hidden"]"""), await host.SendAsync("GET", "subjects?deletedOnly=true"));
        Assert.Equal((200, """{"compatibilityLevel":"FULL"}"""), await host.SendAsync("GET", "config"));
        Assert.Equal((200, """{"compatibilityLevel":"NONE"}"""), await host.SendAsync("GET", "config/kept"));
        Assert.Equal((200, """{"mode":"READONLY"}"""), await host.SendAsync("GET", "mode/hidden"));
        Assert.Equal((200, """{"id":3,"version":1}"""), await host.RegisterAsync("new", "\"long\""));
    }

    [Fact]
    public async Task A_line_that_a_crash_left_unfinished_is_cut_off_at_every_length()
    {
        var folder = Directory.CreateTempSubdirectory("registry-").FullName;
        var file = Path.Combine(folder, "schema-registry.log");
        using (var registry = new Registry(folder))
        {
            registry.Register("s", new SchemaCandidate("\"int\"", [], null, null));
            registry.Register("t", new SchemaCandidate("\"long\"", [], null, null));
        }

        var whole = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        for (var length = whole.Length; length >= 0; length--)
        {
            await File.WriteAllBytesAsync(file, whole[..length], TestContext.Current.CancellationToken);
            using var registry = new Registry(folder);
            var again = registry.Register("t", new SchemaCandidate("\"long\"", [], null, null));
            Assert.InRange(again.SchemaId, 1, 2);
            Assert.Equal(again.SchemaId, registry.Lookup("t", new SchemaCandidate("\"long\"", [], null, null), withDeleted: false).SchemaId);
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_damaged_line_in_the_middle_stops_the_start_and_is_named()
    {
        var folder = Directory.CreateTempSubdirectory("registry-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "schema-registry.log"), "garbage\n{}\n", TestContext.Current.CancellationToken);

        var refusal = Assert.Throws<InvalidDataException>(() => new Registry(folder));

        Assert.Contains("Line 1", refusal.Message, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_second_registry_on_the_same_folder_does_not_start()
    {
        await using var host = await RegistryHost.StartAsync();

        await Assert.ThrowsAnyAsync<IOException>(() => EmbeddedSchemaRegistry.StartAsync(new() { Folder = host.Folder }, TestContext.Current.CancellationToken));
    }
}
