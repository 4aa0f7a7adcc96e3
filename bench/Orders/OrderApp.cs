using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Bench.Orders;

/// <summary>The whole app as its Program composes it, in this process, so that its storage calls can be counted.</summary>
internal sealed class OrderApp : IAsyncDisposable, IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
{
    public const string Hub = "BenchOrders";
    public const string StorefrontKey = "bench-storefront-key";
    public const string SandboxSecret = "bench-sandbox-secret";

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly TaskCompletionSource<IHost> _built = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<IDisposable> _subscriptions = [];
    private readonly Task _run;

    private OrderApp(Uri url, string connectionString, string[] more)
    {
        Url = url;
        _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));
        var app = Assembly.Load("Orders.Functions");
        Assembly.SetEntryAssembly(app);
        string[] settings =
        [
            $"--AzureWebJobsStorage={connectionString}",
            $"--AzureFunctionsJobHost:extensions:durableTask:hubName={Hub}",
            "--AzureFunctionsJobHost:extensions:queues:maxPollingInterval=00:00:00.25",
            $"--urls={url.AbsoluteUri.TrimEnd('/')}",
            $"--App:Url={url.AbsoluteUri.TrimEnd('/')}",
            $"--FunctionKeys:storefront={StorefrontKey}",
            "--Sandbox:Enabled=true",
            $"--Sandbox:Secret={SandboxSecret}",
            "--Sandbox:Autopilot=false",
            "--Webhooks:ConfirmAfter=PT2S",
            "--Orders:Windows:Claim=PT2S",
            "--Orders:Windows:Return=PT2S",
            "--Logging:LogLevel:Default=Warning",
            "--Logging:LogLevel:Orders.Functions=Warning",
            .. more,
        ];
        _run = Task.Run(() => app.EntryPoint!.Invoke(null, [settings]));
    }

    public Uri Url { get; }

    /// <param name="more">Settings as arguments, which win over the bench's: <c>--Orders:Windows:Claim=P7D</c>.</param>
    public static async Task<OrderApp> StartAsync(string connectionString, params string[] more)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();

        var app = new OrderApp(new Uri($"http://127.0.0.1:{Statistics.Text(port, "0")}/"), connectionString, more);
        using var http = new HttpClient { BaseAddress = app.Url };
        var begun = Stopwatch.GetTimestamp();
        while (!await AnswersAsync(http, "api/health/ready"))
        {
            if (app._run.IsCompleted || Stopwatch.GetElapsedTime(begun) > StartLimit)
                throw new InvalidOperationException("The app did not become ready; what it said is above.");
            await Task.Delay(100);
        }

        return app;
    }

    /// <summary>What the app put together for itself.</summary>
    public async Task<IServiceProvider> ServicesAsync() => (await _built.Task).Services;

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == "Microsoft.Extensions.Hosting")
            _subscriptions.Add(value.Subscribe(this));
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value is { Key: "HostBuilt", Value: IHost host })
            _built.TrySetResult(host);
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    public async ValueTask DisposeAsync()
    {
        var host = await _built.Task;
        host.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        await _run;
        foreach (var subscription in _subscriptions)
            subscription.Dispose();
    }

    private static async Task<bool> AnswersAsync(HttpClient http, string path)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
