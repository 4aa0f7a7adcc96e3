using Host.Tests.Harness;
using LocalHost;
using LocalHost.Configuration;

namespace Host.Tests;

/// <summary>Which setting wins.</summary>
public sealed class SettingsTests : IDisposable
{
    private const string EngineSection = "AzureFunctionsJobHost:extensions:durableTask";

    private readonly string _folder = Directory.CreateTempSubdirectory("host-tests-settings-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void File_is_below_environment_and_environment_below_options()
    {
        var own = $"HostTests{Guid.NewGuid():N}";
        Environment.SetEnvironmentVariable($"{own}__Second", "environment");
        Environment.SetEnvironmentVariable($"{own}__Third", "environment");
        var file = Write($$"""{ "Values": { "{{own}}:First": "file", "{{own}}:Second": "file", "{{own}}:Third": "file" } }""");

        var settings = Read(
            new()
            {
                App = TestApp.Folder,
                SettingsFile = file,
                Settings = new Dictionary<string, string?> { [$"{own}:Third"] = "options" },
            }
        );

        Assert.Equal(
            ["file", "environment", "options"],
            new[] { "First", "Second", "Third" }.Select(name => settings.Configuration[$"{own}:{name}"])
        );
        Assert.Equal("file", settings.WorkerEnvironment[$"{own}__First"]);
        Assert.Equal("options", settings.WorkerEnvironment[$"{own}__Third"]);
        Assert.False(settings.WorkerEnvironment.ContainsKey($"{own}__Second"));
    }

    [Fact]
    public void Values_of_one_machine_are_above_host_json_and_settings_above_both()
    {
        var plain = Read(new() { App = TestApp.Folder, SettingsFile = Write("{}") });
        var set = Read(
            new()
            {
                App = TestApp.Folder,
                SettingsFile = Write("{}"),
                Settings = new Dictionary<string, string?>
                {
                    ["AzureFunctionsJobHost__extensions__durableTask__storageProvider__partitionCount"] = "2",
                },
            }
        );

        Assert.Equal("HostTests", plain.Configuration[$"{EngineSection}:hubName"]);
        Assert.Equal("1", plain.Configuration[$"{EngineSection}:storageProvider:partitionCount"]);
        Assert.Equal("2", set.Configuration[$"{EngineSection}:storageProvider:partitionCount"]);
    }

    [Theory]
    [InlineData(null, "http://127.0.0.1:7071", false)]
    [InlineData("http://localhost:8080", "http://localhost:8080", false)]
    [InlineData("http://[::1]:8080", "http://[::1]:8080", false)]
    [InlineData("http://*:8080", "http://*:8080", true)]
    [InlineData("http://127.0.0.1:1;http://0.0.0.0:2", "http://127.0.0.1:1;http://0.0.0.0:2", true)]
    public void Addresses_are_read_and_known_to_be_reachable_by_others_or_not(string? given, string expected, bool reachable)
    {
        var addresses = ListenAddresses.Read(given);

        Assert.Equal(expected, addresses.Urls);
        Assert.Equal(reachable, addresses.IsReachable);
    }

    [Fact]
    public void Command_line_gives_app_address_and_any_setting()
    {
        var options = CommandLine.Read(["--app", "somewhere", "--port", "7072", "--Any:Setting=value", "--Other", "two words"]);

        Assert.Equal("somewhere", options.App);
        Assert.Equal("http://127.0.0.1:7072", options.Url);
        Assert.Equal(new Dictionary<string, string?> { ["Any:Setting"] = "value", ["Other"] = "two words" }, options.Settings);
    }

    private static HostSettings Read(HostOptions options) => HostSettings.Read(options);

    private string Write(string json)
    {
        var file = Path.Combine(_folder, "settings.json");
        File.WriteAllText(file, json);
        return file;
    }
}
