using System.Collections;
using System.Globalization;

namespace LocalHost.Configuration;

/// <summary>Options, settings files, environment and host.json, put together as the official host does.</summary>
internal sealed class HostSettings
{
    /// <summary>The setting that holds the storage account.</summary>
    public const string Storage = "AzureWebJobsStorage";

    private static readonly TimeSpan DefaultFunctionTimeout = TimeSpan.FromMinutes(30);

    private HostSettings(
        HostOptions options,
        AppFolder app,
        IConfigurationRoot configuration,
        IReadOnlyDictionary<string, string> workerEnvironment
    )
    {
        App = app;
        Configuration = configuration;
        WorkerEnvironment = workerEnvironment;
        Addresses = ListenAddresses.Read(options.Url ?? configuration["ASPNETCORE_URLS"]);
        FunctionTimeout = ReadFunctionTimeout(configuration);
        DrainLimit = FunctionTimeout > TimeSpan.Zero && FunctionTimeout < options.DrainLimit ? FunctionTimeout : options.DrainLimit;
    }

    public AppFolder App { get; }

    /// <summary>Everything; host.json in section <see cref="HostJson.Section"/>.</summary>
    public IConfigurationRoot Configuration { get; }

    /// <summary>What the worker's environment has beyond this process's own.</summary>
    public IReadOnlyDictionary<string, string> WorkerEnvironment { get; }

    public ListenAddresses Addresses { get; }

    /// <summary>How long a function may run; zero: for ever.</summary>
    public TimeSpan FunctionTimeout { get; }

    /// <summary>How long a stop waits for running functions.</summary>
    public TimeSpan DrainLimit { get; }

    /// <summary>Names the app in the state that singletons and timers keep in storage; the same wherever its folder is.</summary>
    public string HostId => Configuration["AzureFunctionsWebHost:hostid"] ?? Sanitise(App.Name);

    public string RoutePrefix => (Configuration[$"{HostJson.Section}:extensions:http:routePrefix"] ?? "api").Trim('/');

    /// <exception cref="HostStartException">A file or a value cannot be read.</exception>
    public static HostSettings Read(HostOptions options)
    {
        var app = AppFolder.Open(options.App);
        var environment = Environment
            .GetEnvironmentVariables()
            .Cast<DictionaryEntry>()
            .ToDictionary(entry => Name((string)entry.Key), entry => (string?)entry.Value, StringComparer.OrdinalIgnoreCase);
        var file = SettingsFile.Read(options.SettingsFile, app.Folder).Where(setting => !environment.ContainsKey(Name(setting.Key)));
        var added = Merge(file, options.Settings);
        added.TryAdd("FUNCTIONS_WORKER_RUNTIME", "dotnet-isolated");
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(HostJson.Read(app.File(HostJson.FileName)))
            .AddInMemoryCollection(
                HostJson.Read(Path.Combine(Path.GetDirectoryName(typeof(HostSettings).Assembly.Location)!, HostJson.LocalFileName))
            )
            .AddInMemoryCollection(Merge(environment, added))
            .AddInMemoryCollection([KeyValuePair.Create("AzureWebJobsConfigurationSection", (string?)HostJson.Section)])
            .Build();
        return new(
            options,
            app,
            configuration,
            added.ToDictionary(
                setting => setting.Key.Replace(":", "__", StringComparison.Ordinal),
                setting => setting.Value ?? "",
                StringComparer.OrdinalIgnoreCase
            )
        );
    }

    private static Dictionary<string, string?> Merge(
        IEnumerable<KeyValuePair<string, string?>> below,
        IEnumerable<KeyValuePair<string, string?>> above
    )
    {
        var merged = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in below.Concat(above))
            merged[Name(name)] = value;
        return merged;
    }

    private static string Name(string name) => name.Replace("__", ":", StringComparison.Ordinal);

    private static TimeSpan ReadFunctionTimeout(IConfiguration configuration)
    {
        var text = configuration[$"{HostJson.Section}:functionTimeout"];
        if (string.IsNullOrEmpty(text))
            return DefaultFunctionTimeout;
        if (text == "-1")
            return TimeSpan.Zero;
        return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var timeout)
            ? timeout
            : throw new HostStartException($"host.json: functionTimeout must be a time span (hh:mm:ss) or -1, not '{text}'.");
    }

    private static string Sanitise(string name) =>
        string.Concat(name.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-').Take(32)).Trim('-');
}
