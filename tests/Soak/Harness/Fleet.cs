using LocalHost.Azurite;

namespace Soak.Harness;

/// <summary>
/// One or two hosts on one task hub and one emulator on disk, started here and by nobody else. Two share the work; a load balancer stands
/// before them.
/// </summary>
internal sealed class Fleet : IAsyncDisposable
{
    private readonly AzuriteProcess _azurite;
    private readonly HttpClient _http;
    private readonly App[] _apps;
    private volatile App[] _serving = [];

    private Fleet(AzuriteProcess azurite, IReadOnlyDictionary<string, string> settings, string? app)
    {
        _azurite = azurite;
        _apps = [new App(azurite.ConnectionString, settings, app), new App(azurite.ConnectionString, settings, app)];
        _http = new HttpClient(new Front(() => _serving)) { BaseAddress = _apps[0].Url, Timeout = TimeSpan.FromSeconds(30) };
        Storefront = new Storefront(_http);
        Company = new SandboxCompany(_http);
        Mailbox = new Mailbox(_http);
        Operations = new Operations(_http);
    }

    public string ConnectionString => _azurite.ConnectionString;

    public Storefront Storefront { get; }

    public SandboxCompany Company { get; }

    public Mailbox Mailbox { get; }

    public Operations Operations { get; }

    /// <summary>Those that serve, or will when they are started again: one or two.</summary>
    public IReadOnlyList<App> Serving => _serving;

    /// <param name="app">The app's folder; null for the one that was built beside this program.</param>
    public static async Task<Fleet> OpenAsync(IReadOnlyDictionary<string, string> settings, string? app)
    {
        var fleet = new Fleet(
            await AzuriteProcess.StartAsync(Directory.CreateTempSubdirectory("orders-soak-").FullName, AzuritePorts.Free()),
            settings,
            app
        );
        try
        {
            await fleet._apps[0].StartAsync();
            fleet._serving = [fleet._apps[0]];
            return fleet;
        }
        catch
        {
            await fleet.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the second host, and has it serve too when it is ready.</summary>
    public async Task AddSecondAsync()
    {
        var second = _apps.First(app => !_serving.Contains(app));
        await second.StartAsync();
        _serving = [.. _serving, second];
    }

    /// <summary>Kills (SIGKILL). What can go on goes on by itself; a host that was the only one is started again, not waited for.</summary>
    public async Task KillAsync(KillKind kind, Random random)
    {
        var victim = _serving[random.Next(_serving.Length)];
        switch (kind)
        {
            case KillKind.Worker:
                await victim.KillWorkerAsync();
                break;
            case KillKind.HostAndWorker:
                await victim.KillAsync();
                victim.Launch();
                break;
            case KillKind.OneOfTwo:
                await KillOneAsync(victim);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a way to kill.");
        }
    }

    /// <summary>Kills (SIGKILL) one host with its worker, and leaves the work to the other.</summary>
    public async Task KillOneAsync(App victim)
    {
        _serving = [.. _serving.Where(app => app != victim)];
        await victim.KillAsync();
    }

    /// <summary>Pauses the storage until the answer is disposed.</summary>
    public Stall StallStorage() => new(_azurite.ProcessId);

    /// <summary>The log lines of both that hold something that a customer gave us.</summary>
    public IReadOnlyList<string> Leaks() => [.. _apps.SelectMany(app => app.Leaks())];

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        foreach (var app in _apps)
            await app.DisposeAsync();
        await _azurite.DisposeAsync();
        Directory.Delete(_azurite.Folder, recursive: true);
    }
}

/// <summary>What is killed.</summary>
internal enum KillKind
{
    /// <summary>As by a power cut; they are started again at once.</summary>
    HostAndWorker,

    /// <summary>The host starts another by itself.</summary>
    Worker,

    /// <summary>With its worker; the other takes all the work over.</summary>
    OneOfTwo,
}
