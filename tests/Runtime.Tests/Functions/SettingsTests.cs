using LocalRuntime.Functions.Azurite;
using LocalRuntime.Functions.Hosting;
using LocalRuntime.Functions.Triggers;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;

namespace Runtime.Tests.Functions;

public sealed class SettingsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("settings-").FullName;

    [Fact]
    public void Host_json_is_obeyed_and_overridden()
    {
        Write("host.json", """{ "logging": { "logLevel": { "default": "Warning" } }, "extensions": { "http": { "routePrefix": "v1" }, "queues": { "batchSize": 4, "maxPollingInterval": "00:00:02" } } }""");
        using var configuration = new ConfigurationManager();
        configuration.AddInMemoryCollection([new("AzureFunctionsJobHost:extensions:queues:batchSize", "8")]);
        SettingsFiles.AddTo(configuration, _folder);
        var settings = HostSettings.Read(configuration);
        Assert.Equal(("v1", 8, TimeSpan.FromSeconds(2)), (settings.Http.RoutePrefix, settings.Queues.BatchSize, settings.Queues.MaxPollingInterval));
        Assert.Equal("Warning", configuration["Logging:LogLevel:Default"]);
    }

    [Theory]
    [InlineData(true, "mine")]
    [InlineData(false, "sample")]
    public void Local_settings_fall_back_to_the_sample(bool own, string expected)
    {
        Write("local.settings.sample.json", """{ "Values": { "Shop__Name": "sample" } }""");
        if (own)
            Write("local.settings.json", """{ "Values": { "Shop:Name": "mine" } }""");
        using var configuration = new ConfigurationManager();
        SettingsFiles.AddTo(configuration, Path.Combine(_folder, "nowhere"), _folder);
        Assert.Equal(expected, configuration["Shop:Name"]);
    }

    [Fact]
    public void File_that_is_not_json_is_told()
    {
        Write("host.json", "{");
        using var configuration = new ConfigurationManager();
        Assert.StartsWith(Path.Combine(_folder, "host.json"), Assert.Throws<HostStartException>(() => SettingsFiles.AddTo(configuration, _folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Connection_string_tells_the_emulator_from_an_account()
    {
        Assert.Equal(AzuritePorts.Default, AzuritePorts.Of("UseDevelopmentStorage=true"));
        var moved = new AzuritePorts(1, 2, 3);
        Assert.Equal(moved, AzuritePorts.Of(moved.ConnectionString));
        Assert.Null(AzuritePorts.Of(moved.ConnectionString.Replace("127.0.0.1", "storage.example", StringComparison.Ordinal)));
        Assert.Null(AzuritePorts.Of("AccountName=shop;AccountKey=a2V5;EndpointSuffix=core.example"));
    }

    [Fact]
    public void Retry_waits_as_its_attribute_says()
    {
        var backoff = new ExponentialBackoffRetryAttribute(4, "00:00:01", "00:00:05");
        Assert.Equal([1, 2, 4, 5, null], Enumerable.Range(0, 5).Select(attempt => RetryDelay.Of(backoff, attempt)?.TotalSeconds));
        Assert.Null(RetryDelay.Of(null, 0));
        Assert.Equal(TimeSpan.FromSeconds(3), RetryDelay.Of(new FixedDelayRetryAttribute(-1, "00:00:03"), 1000));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);
}
