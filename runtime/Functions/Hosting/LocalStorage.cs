using System.Net.Sockets;
using Azure;
using Azure.Storage.Blobs;
using LocalRuntime.Functions.Azurite;
using Microsoft.Extensions.Configuration;

namespace LocalRuntime.Functions.Hosting;

/// <summary>The storage account the app works on: there, or brought up if it is the emulator.</summary>
internal sealed class LocalStorage : IAsyncDisposable
{
    private const string DefaultFolder = ".azurite";

    private readonly BlobServiceClient _probe;
    private readonly AzuriteProcess? _started;

    private LocalStorage(string connectionString, string where, AzuriteProcess? started)
    {
        _probe = new(connectionString, new BlobClientOptions { Retry = { MaxRetries = 0 } });
        Where = where;
        _started = started;
    }

    /// <summary>For people: what the account is, and where its data lies.</summary>
    public string Where { get; }

    /// <summary>Starts the emulator if the connection means it and nothing answers there; then makes sure that the account answers.</summary>
    /// <exception cref="HostStartException">It does not.</exception>
    public static async Task<LocalStorage> OpenAsync(IConfiguration configuration, string connectionName, string contentRoot, CancellationToken cancellation)
    {
        var connectionString = Connection(configuration, connectionName);
        if (AzuritePorts.Of(connectionString) is not { } ports)
        {
            var account = await ProbeAsync(connectionString, connectionName, cancellation);
            return new(connectionString, $"storage account {account}", started: null);
        }

        var folder = Path.GetFullPath(configuration["Azurite:Location"] ?? DefaultFolder, contentRoot);
        var answering = await ports.AnsweringAsync(cancellation);
        var started = answering.Count switch
        {
            3 => AzuriteProcess.Adopt(folder, ports),
            0 => await AzuriteProcess.StartAsync(folder, ports, cancellation),
            _ => throw new HostStartException($"Port {answering[0]} is taken by another program, so Azurite cannot start there: stop that program, or set {connectionName} to a connection string with other ports."),
        };
        try
        {
            await ProbeAsync(connectionString, connectionName, cancellation);
        }
        catch
        {
            if (started is not null)
                await started.DisposeAsync();
            throw;
        }

        var how = answering.Count == 0 ? $"Azurite, data in {folder}" : started is null ? "Azurite, running already" : $"Azurite, left by an earlier run, data in {folder}";
        return new(connectionString, $"{how}, ports {ports.Blob}, {ports.Queue}, {ports.Table}", started);
    }

    /// <exception cref="HostStartException">There is no such setting, or it is not a connection string.</exception>
    public static string Connection(IConfiguration configuration, string name)
    {
        var connection = configuration[name] ?? configuration.GetConnectionString(name);
        if (string.IsNullOrWhiteSpace(connection))
            throw new HostStartException($"No storage account is configured: set {name} to a connection string (UseDevelopmentStorage=true starts the emulator).");
        try
        {
            _ = new BlobServiceClient(connection);
            return connection;
        }
        catch (Exception e) when (e is FormatException or ArgumentException or InvalidOperationException)
        {
            throw new HostStartException($"{name} is not a storage connection string: {e.Message.Split('\n')[0].Trim()}", e);
        }
    }

    /// <summary>Whether the account answers now.</summary>
    public async Task<bool> AnswersAsync(CancellationToken cancellation)
    {
        try
        {
            await _probe.GetPropertiesAsync(cancellation);
            return true;
        }
        catch (RequestFailedException)
        {
            return false;
        }
    }

    /// <summary>Stops the emulator if this host answers for it.</summary>
    public ValueTask DisposeAsync() => _started?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static async Task<string> ProbeAsync(string connectionString, string connectionName, CancellationToken cancellation)
    {
        try
        {
            var options = new BlobClientOptions { Retry = { MaxRetries = 2, Delay = TimeSpan.FromMilliseconds(200), NetworkTimeout = TimeSpan.FromSeconds(5) } };
            var client = new BlobServiceClient(connectionString, options);
            await client.GetPropertiesAsync(cancellation);
            return client.AccountName;
        }
        catch (Exception e) when (e is RequestFailedException or AggregateException or SocketException or HttpRequestException)
        {
            throw new HostStartException($"The storage account in {connectionName} cannot be reached: {Reason(e)}", e);
        }
    }

    private static string Reason(Exception e) => e switch
    {
        AggregateException { InnerExceptions: [.., var last] } => Reason(last),
        RequestFailedException { ErrorCode: { Length: > 0 } code } => $"it answered {code}.",
        _ => e.Message.Split('\n')[0].Trim(),
    };
}
