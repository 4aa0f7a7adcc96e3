using LocalRuntime.Functions.Azurite;
using LocalRuntime.Functions.Hosting;
using Runtime.Tests;

[assembly: AssemblyFixture(typeof(AzuriteFixture))]

namespace Runtime.Tests;

/// <summary>One real Azurite for the tests of this assembly, on ports of its own and on disk; tests share it, each under a hub of its own.</summary>
public sealed class AzuriteFixture : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("runtime-azurite-").FullName;
    private AzuriteProcess? _azurite;
    private string? _missing;

    /// <summary>Skips the test, with the reason, where the emulator cannot run.</summary>
    public string ConnectionString
    {
        get
        {
            Assert.SkipWhen(_missing is not null, _missing ?? "");
            return _azurite!.ConnectionString;
        }
    }

    public static string NewHubName() => $"T{Guid.NewGuid():N}"[..16];

    public async ValueTask InitializeAsync()
    {
        try
        {
            _azurite = await AzuriteProcess.StartAsync(_folder, AzuritePorts.Free());
        }
        catch (HostStartException e) when (e.Message.Contains("not found", StringComparison.Ordinal))
        {
            _missing = e.Message;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_azurite is not null)
            await _azurite.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
