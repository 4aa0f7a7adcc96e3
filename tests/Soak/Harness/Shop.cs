using LocalHost.Azurite;

namespace Soak.Harness;

/// <summary>An emulator of its own, the app on it, and everybody who speaks to the app.</summary>
internal sealed class Shop : IAsyncDisposable
{
    private readonly AzuriteProcess _azurite;
    private readonly StorageLine? _line;
    private readonly HttpClient _http;

    private Shop(AzuriteProcess azurite, StorageLine? line, ShopOptions options)
    {
        _azurite = azurite;
        _line = line;
        App = new App(line?.ConnectionString ?? azurite.ConnectionString, options.Settings, options.App);
        _http = new HttpClient { BaseAddress = App.Url, Timeout = TimeSpan.FromSeconds(30) };
        Storefront = new Storefront(_http);
        Company = new SandboxCompany(_http);
        Walker = new Walker(Storefront, Company, App);
        Mailbox = new Mailbox(_http);
        Operations = new Operations(_http);
        Management = new Management(_http);
        Books = new Books(azurite.ConnectionString);
    }

    public App App { get; }

    public Storefront Storefront { get; }

    public SandboxCompany Company { get; }

    public Walker Walker { get; }

    public Mailbox Mailbox { get; }

    public Operations Operations { get; }

    public Management Management { get; }

    public Books Books { get; }

    /// <summary>Of the storage itself, past any line.</summary>
    public string ConnectionString => _azurite.ConnectionString;

    /// <summary>The emulator's process.</summary>
    public int StorageProcess => _azurite.ProcessId;

    /// <summary>The lines to the storage, in a shop that was built with them.</summary>
    public StorageLine Storage => _line ?? throw new InvalidOperationException("This shop's app reaches its storage directly.");

    /// <summary>The emulator runs, the app does not yet.</summary>
    public static async Task<Shop> BuildAsync(ShopOptions options)
    {
        var azurite = await AzuriteProcess.StartAsync(Directory.CreateTempSubdirectory("orders-e2e-").FullName, AzuritePorts.Free());
        return new(azurite, options.Storage is null ? null : await StorageLine.StartAsync(azurite.Ports, options.Storage), options);
    }

    /// <inheritdoc cref="BuildAsync(ShopOptions)"/>
    public static Task<Shop> BuildAsync(IReadOnlyDictionary<string, string>? settings = null) =>
        BuildAsync(new ShopOptions { Settings = settings });

    public static async Task<Shop> OpenAsync(ShopOptions options)
    {
        var shop = await BuildAsync(options);
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

    public static Task<Shop> OpenAsync(IReadOnlyDictionary<string, string>? settings = null) =>
        OpenAsync(new ShopOptions { Settings = settings });

    /// <summary>Pauses the storage until the answer is disposed.</summary>
    public Stall StallStorage() => new(_azurite.ProcessId);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await App.DisposeAsync();
        await Books.DisposeAsync();
        if (_line is not null)
            await _line.DisposeAsync();
        await _azurite.DisposeAsync();
        Directory.Delete(_azurite.Folder, recursive: true);
    }
}

/// <summary>What is particular about a shop.</summary>
internal sealed record ShopOptions
{
    /// <summary>Environment variables that win over the tests' common ones.</summary>
    public IReadOnlyDictionary<string, string>? Settings { get; init; }

    /// <summary>The app's folder; null for the one that was built beside this program.</summary>
    public string? App { get; init; }

    /// <summary>Looks at each storage call of the app; null: it reaches its storage directly.</summary>
    public StoragePassing? Storage { get; init; }
}
