using Microsoft.Azure.WebJobs.Extensions.DurableTask;
using Microsoft.Azure.WebJobs.Host;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Host.Tests;

/// <summary>
/// The host takes a misspelt name in host.json for no name at all: nobody would notice until the day that the value was needed.
/// </summary>
public sealed class AppHostJsonTests
{
    private static readonly IConfiguration _hostJson = new ConfigurationBuilder().AddJsonFile(Find("src/host.json")).Build();

    [Fact]
    public void Every_setting_of_the_engine_is_one_of_its_options()
    {
        var engine = _hostJson.GetSection("extensions:durableTask");
        var options = new DurableTaskOptions();

        engine.Bind(options, Strictly);

        Assert.Equal("Orders", options.HubName);
        Assert.True(options.ExtendedSessionsEnabled);
        Assert.True(options.Tracing.DistributedTracingEnabled);
        Assert.Equal("V2", options.Tracing.Version.ToString());
    }

    [Fact]
    public void Every_setting_of_the_engine_s_storage_is_one_of_its_options()
    {
        var storage = _hostJson
            .GetSection("extensions:durableTask:storageProvider")
            .GetChildren()
            .Where(setting => setting.Key != "type")
            .ToDictionary(setting => setting.Key, setting => setting.Value);
        var options = new AzureStorageOptions();

        new ConfigurationBuilder().AddInMemoryCollection(storage).Build().Bind(options, Strictly);

        Assert.Equal("AzureStorage", _hostJson["extensions:durableTask:storageProvider:type"]);
        Assert.InRange(options.ControlQueueVisibilityTimeout, TimeSpan.FromMinutes(1), TimeSpan.FromHours(1));
        Assert.InRange(options.WorkItemQueueVisibilityTimeout, TimeSpan.FromMinutes(1), TimeSpan.FromHours(1));
    }

    [Fact]
    public void Every_setting_of_the_queues_is_one_of_the_trigger_s_options()
    {
        var options = new QueuesOptions();

        _hostJson.GetSection("extensions:queues").Bind(options, Strictly);

        Assert.Equal(Azure.Storage.Queues.QueueMessageEncoding.None, options.MessageEncoding);
    }

    [Fact]
    public void Everything_else_is_known_to_the_host()
    {
        Assert.Equal(["extensions", "functionTimeout", "logging", "telemetryMode", "version"], Names(_hostJson));
        Assert.Equal(["durableTask", "http", "queues"], Names(_hostJson.GetSection("extensions")));
        Assert.Equal(["routePrefix"], Names(_hostJson.GetSection("extensions:http")));
        Assert.Equal(["logLevel"], Names(_hostJson.GetSection("logging")));
        Assert.All(
            _hostJson.GetSection("logging:logLevel").GetChildren(),
            level => Assert.True(Enum.TryParse<LogLevel>(level.Value, out _), level.Path)
        );
    }

    private static void Strictly(BinderOptions binder) => binder.ErrorOnUnknownConfiguration = true;

    private static IEnumerable<string> Names(IConfiguration section) =>
        section.GetChildren().Select(child => child.Key).Order(StringComparer.Ordinal);

    private static string Find(string file)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Orders.Functions.sln")))
                return Path.Combine(folder.FullName, file);
        }

        throw new FileNotFoundException(
            $"{file} lies beside Orders.Functions.sln, which is in no folder above {AppContext.BaseDirectory}."
        );
    }
}
