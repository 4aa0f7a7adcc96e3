using System.Net.Sockets;
using Azure;
using Azure.Storage.Blobs;
using LocalHost.Configuration;

namespace LocalHost.Azurite;

/// <summary>The storage account the app works on: there, or brought up if it is the emulator.</summary>
internal sealed class LocalStorage : IAsyncDisposable
{
    private const string DefaultFolder = ".azurite";

    private readonly AzuriteProcess? _started;

    private LocalStorage(string where, AzuriteProcess? started)
    {
        Where = where;
        _started = started;
    }

    /// <summary>For people: what the account is, and where its data lies.</summary>
    public string Where { get; }

    /// <summary>
    /// Starts the emulator if the connection means it and nothing answers there; then makes sure that the account answers.
    /// </summary>
    /// <exception cref="HostStartException">It does not.</exception>
    public static async Task<LocalStorage> OpenAsync(IConfiguration configuration, CancellationToken cancellation)
    {
        if (string.IsNullOrWhiteSpace(configuration[HostSettings.Storage]))
        {
            // An account that the extensions reach with an identity of Azure's: theirs to open.
            return configuration.GetSection(HostSettings.Storage).GetChildren().Any()
                ? new($"storage account of {HostSettings.Storage}", started: null)
                : throw new HostStartException(
                    $"No storage account is configured: set {HostSettings.Storage} to a connection string "
                        + "(UseDevelopmentStorage=true starts the emulator)."
                );
        }

        var connectionString = configuration[HostSettings.Storage]!;
        if (AzuritePorts.Of(connectionString) is not { } ports)
            return new($"storage account {await ProbeAsync(connectionString, cancellation)}", started: null);

        var folder = Path.GetFullPath(configuration["Azurite:Location"] ?? DefaultFolder);
        var answering = await ports.AnsweringAsync(cancellation);
        var started = answering.Count switch
        {
            3 => AzuriteProcess.Adopt(folder, ports),
            0 => await AzuriteProcess.StartAsync(folder, ports, cancellation),
            _ => throw new HostStartException(
                $"Port {answering[0]} is taken by another program, so Azurite cannot start there: stop that program, or set "
                    + $"{HostSettings.Storage} to a connection string with other ports."
            ),
        };
        var how =
            answering.Count == 0 ? $"Azurite, data in {folder}"
            : started is null ? "Azurite, running already"
            : $"Azurite, left by an earlier run, data in {folder}";
        var storage = new LocalStorage($"{how}, ports {ports.Blob}, {ports.Queue}, {ports.Table}", started);
        try
        {
            await ProbeAsync(connectionString, cancellation);
            return storage;
        }
        catch
        {
            await storage.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops the emulator if this host answers for it.</summary>
    public ValueTask DisposeAsync() => _started?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <returns>The account's name.</returns>
    private static async Task<string> ProbeAsync(string connectionString, CancellationToken cancellation)
    {
        try
        {
            var options = new BlobClientOptions
            {
                Retry =
                {
                    MaxRetries = 2,
                    Delay = TimeSpan.FromMilliseconds(200),
                    NetworkTimeout = TimeSpan.FromSeconds(5),
                },
            };
            var client = new BlobServiceClient(connectionString, options);
            await client.GetPropertiesAsync(cancellation);
            return client.AccountName;
        }
        catch (Exception e) when (e is FormatException or ArgumentException or InvalidOperationException)
        {
            throw new HostStartException($"{HostSettings.Storage} is not a storage connection string: {FirstLine(e)}", e);
        }
        catch (Exception e) when (e is RequestFailedException or AggregateException or SocketException or HttpRequestException)
        {
            throw new HostStartException($"The storage account in {HostSettings.Storage} cannot be reached: {Reason(e)}", e);
        }
    }

    private static string Reason(Exception e) =>
        e switch
        {
            AggregateException { InnerExceptions: [.., var last] } => Reason(last),
            RequestFailedException { ErrorCode: { Length: > 0 } code } => $"it answered {code}.",
            _ => FirstLine(e),
        };

    private static string FirstLine(Exception e) => e.Message.Split('\n')[0].Trim();
}
