using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using LocalHost.Azurite;
using Orders.Functions.Storage.Tables;
using Xunit;

namespace Orders.Testing;

/// <summary>
/// One real Azurite for the tests of an assembly, on ports of its own, with our tables and queues. Tests share its tables and queues:
/// each uses ids of its own (<see cref="NewId"/>).
/// </summary>
public sealed class AzuriteFixture : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("orders-azurite-").FullName;
    private AzuriteProcess? _azurite;

    public string ConnectionString => _azurite!.ConnectionString;

    public TableServiceClient Tables => new(ConnectionString);

    public QueueServiceClient Queues => new(ConnectionString, new QueueClientOptions { MessageEncoding = QueueMessageEncoding.None });

    public BlobServiceClient Blobs => new(ConnectionString);

    /// <summary>An id that no other test uses.</summary>
    public static string NewId(string prefix = "t") => $"{prefix}-{Guid.NewGuid():N}";

    public async ValueTask InitializeAsync()
    {
        _azurite = await AzuriteProcess.StartAsync(_folder, AzuritePorts.Free());
        await StorageSchema.CreateAsync(Tables, Queues, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (_azurite is not null)
            await _azurite.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
