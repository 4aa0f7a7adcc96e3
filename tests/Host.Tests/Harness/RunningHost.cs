using System.Collections.Concurrent;
using System.Net.Http.Headers;
using LocalHost;
using Microsoft.Extensions.Logging;

namespace Host.Tests.Harness;

/// <summary>A host in this process, with the sample app.</summary>
internal sealed class RunningHost : IAsyncDisposable
{
    private RunningHost(FunctionsHost host, CapturedLog log)
    {
        Host = host;
        Log = log;
        Http = new() { BaseAddress = new(host.Url), Timeout = TimeSpan.FromSeconds(60) };
    }

    public FunctionsHost Host { get; }

    public HttpClient Http { get; }

    public CapturedLog Log { get; }

    public static async Task<RunningHost> StartAsync(TestApp app, Func<HostOptions, HostOptions>? change = null)
    {
        var log = new CapturedLog();
        var options = new HostOptions
        {
            App = TestApp.Folder,
            Url = "http://127.0.0.1:0",
            Settings = app.Settings,
            Log = logging => logging.AddProvider(log),
        };
        return new(await FunctionsHost.StartAsync(change?.Invoke(options) ?? options, TestContext.Current.CancellationToken), log);
    }

    /// <summary>Calls the management API with its key.</summary>
    public Task<HttpResponseMessage> ManageAsync(HttpMethod method, string path)
    {
        var request = new HttpRequestMessage(method, $"/runtime/webhooks/durabletask/{path}");
        request.Headers.Add("x-functions-key", "system-key");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        return Http.SendAsync(request);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Host.DisposeAsync();
    }
}

/// <summary>The log lines of a host.</summary>
internal sealed class CapturedLog : ILoggerProvider
{
    private readonly ConcurrentQueue<(string Category, LogLevel Level, string Text)> _lines = new();

    public IReadOnlyList<(string Category, LogLevel Level, string Text)> Lines => [.. _lines];

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose()
    {
        // The lines are read after the host's end.
    }

    private sealed class Logger(CapturedLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => log._lines.Enqueue((category, logLevel, formatter(state, exception)));
    }
}
