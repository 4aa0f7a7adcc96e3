using LocalRuntime.Functions.Azurite;

namespace Soak.Harness;

/// <summary>Two places for the app on one task hub and one emulator on disk, started here and by nobody else: one serves, in the other a warm standby may wait.</summary>
internal sealed class Fleet : IAsyncDisposable
{
    private readonly AzuriteProcess _azurite;
    private readonly HttpClient _http;
    private readonly App[] _apps;
    private int _serving;

    private Fleet(AzuriteProcess azurite, IReadOnlyDictionary<string, string> settings, string? dll)
    {
        _azurite = azurite;
        _apps = [new App(azurite.ConnectionString, settings, dll), new App(azurite.ConnectionString, settings, dll)];
        _http = new HttpClient(new Front(_apps)) { BaseAddress = _apps[0].Url, Timeout = TimeSpan.FromSeconds(30) };
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

    /// <summary>The one that serves, or will.</summary>
    public App Serving => _apps[_serving];

    public bool HasStandby { get; private set; }

    /// <param name="dll">The app; null for the one that was built beside this program.</param>
    public static async Task<Fleet> OpenAsync(IReadOnlyDictionary<string, string> settings, string? dll)
    {
        var fleet = new Fleet(await AzuriteProcess.StartAsync(Directory.CreateTempSubdirectory("orders-soak-").FullName, AzuritePorts.Free()), settings, dll);
        try
        {
            await fleet._apps[0].StartAsync();
            return fleet;
        }
        catch
        {
            await fleet.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a second app and waits until it says that it stands by.</summary>
    public async Task StandByAsync()
    {
        var standby = _apps[1 - _serving];
        standby.Launch();
        await standby.StandsByAsync();
        HasStandby = true;
    }

    /// <summary>Kills the one that serves (SIGKILL). A standby is then the one that serves; without one the app is started again, not waited for.</summary>
    public async Task KillAsync()
    {
        await Serving.KillAsync();
        if (HasStandby)
            _serving = 1 - _serving;
        else
            Serving.Launch();
        HasStandby = false;
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
