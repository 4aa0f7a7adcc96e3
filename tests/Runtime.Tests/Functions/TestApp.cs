using LocalRuntime.Functions.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Runtime.Tests.Functions;

/// <summary>A function app in this process, on a real socket, with only the functions a test names.</summary>
internal sealed class TestApp : IAsyncDisposable
{
    /// <summary>No host.json, no local settings: a test names its settings.</summary>
    private static readonly DirectoryInfo NoFiles = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "no-files"));

    private readonly FunctionsHost _host;

    private TestApp(FunctionsHost host)
    {
        _host = host;
        var address = host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        Client = new HttpClient { BaseAddress = new Uri(address) };
    }

    public HttpClient Client { get; }

    public IServiceProvider Services => _host.Services;

    /// <param name="storage">The connection string, or null for none.</param>
    /// <param name="functions">The classes whose functions are served.</param>
    public static FunctionsHost Build(
        string? storage,
        Type[] functions,
        Dictionary<string, string?>? settings = null,
        Action<FunctionsApplicationBuilder>? configure = null,
        TextWriter? error = null,
        Action<int>? exit = null)
    {
        var all = new Dictionary<string, string?>
        {
            ["AzureWebJobsStorage"] = storage,
            ["port"] = "0",
            ["Logging:LogLevel:Default"] = "None",
            ["AzureFunctionsJobHost:extensions:durableTask:hubName"] = $"T{Guid.NewGuid():N}"[..20],
        };
        foreach (var (key, value) in settings ?? [])
            all[key] = value;
        var builder = new FunctionsApplicationBuilder(new AppHostBuilder(new AppHostOptions
        {
            Functions = typeof(TestApp).Assembly,
            Only = functions,
            ContentRoot = NoFiles.FullName,
            BaseDirectory = NoFiles.FullName,
            Settings = all,
            Output = TextWriter.Null,
            Error = error ?? TextWriter.Null,
            SetExitCode = exit ?? (_ => { }),
        }));
        builder.ConfigureFunctionsWebApplication();
        configure?.Invoke(builder);
        return (FunctionsHost)builder.Build();
    }

    public static async Task<TestApp> StartAsync(
        string storage,
        Type[] functions,
        Dictionary<string, string?>? settings = null,
        Action<FunctionsApplicationBuilder>? configure = null)
    {
        var host = Build(storage, functions, settings, configure);
        await host.StartCoreAsync(CancellationToken.None);
        return new(host);
    }

    public Task StopAsync() => _host.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _host.DisposeAsync();
    }
}
