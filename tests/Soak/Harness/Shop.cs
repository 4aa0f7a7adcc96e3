using LocalRuntime.Functions.Azurite;

namespace Soak.Harness;

/// <summary>An emulator of its own, the app on it, and everybody who speaks to the app.</summary>
internal sealed class Shop : IAsyncDisposable
{
    private readonly AzuriteProcess _azurite;
    private readonly HttpClient _http;

    private Shop(AzuriteProcess azurite, IReadOnlyDictionary<string, string>? settings)
    {
        _azurite = azurite;
        App = new App(azurite.ConnectionString, settings);
        _http = new HttpClient { BaseAddress = App.Url, Timeout = TimeSpan.FromSeconds(30) };
        Storefront = new Storefront(_http);
        Company = new SandboxCompany(_http);
        Walker = new Walker(Storefront, Company);
        Mailbox = new Mailbox(_http);
        Operations = new Operations(_http);
        Books = new Books(azurite.ConnectionString);
    }

    public App App { get; }

    public Storefront Storefront { get; }

    public SandboxCompany Company { get; }

    public Walker Walker { get; }

    public Mailbox Mailbox { get; }

    public Operations Operations { get; }

    public Books Books { get; }

    /// <summary>The emulator runs, the app does not yet.</summary>
    public static async Task<Shop> BuildAsync(IReadOnlyDictionary<string, string>? settings = null) =>
        new(await AzuriteProcess.StartAsync(Directory.CreateTempSubdirectory("orders-e2e-").FullName, AzuritePorts.Free()), settings);

    public static async Task<Shop> OpenAsync(IReadOnlyDictionary<string, string>? settings = null)
    {
        var shop = await BuildAsync(settings);
        try
        {
            await shop.App.StartAsync();
            return shop;
        }
        catch
        {
            await shop.DisposeAsync();
            throw;
        }
    }

    /// <summary>Pauses the storage until the answer is disposed.</summary>
    public Stall StallStorage() => new(_azurite.ProcessId);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await App.DisposeAsync();
        await Books.DisposeAsync();
        await _azurite.DisposeAsync();
        Directory.Delete(_azurite.Folder, recursive: true);
    }
}
