using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace LocalHost.Azurite;

/// <summary>Where an emulator on this machine listens.</summary>
public sealed record AzuritePorts(int Blob, int Queue, int Table)
{
    /// <summary>The emulator's public, documented account.</summary>
    private const string Account = "devstoreaccount1";
    private const string AccountKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    public static AzuritePorts Default { get; } = new(10000, 10001, 10002);

    /// <summary>
    /// Three ports that nothing listens on at this moment, below those that systems lend to outgoing connections: whoever stops and starts
    /// again finds them free.
    /// </summary>
    public static AzuritePorts Free()
    {
        var listeners = Enumerable.Range(0, 3).Select(_ => ListenSomewhere()).ToArray();
        try
        {
            var ports = listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port).ToArray();
            return new(ports[0], ports[1], ports[2]);
        }
        finally
        {
            foreach (var listener in listeners)
                listener.Dispose();
        }
    }

    private static TcpListener ListenSomewhere()
    {
        while (true)
        {
            var listener = new TcpListener(IPAddress.Loopback, Random.Shared.Next(15_000, 32_000));
            try
            {
                listener.Start();
                return listener;
            }
            catch (SocketException taken) when (taken.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
            {
                listener.Dispose();
            }
        }
    }

    /// <summary>The emulator that a connection string means; null if it means a real account or another machine.</summary>
    public static AzuritePorts? Of(string connectionString)
    {
        var parts = connectionString
            .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(part => part.Split('=', 2))
            .Where(pair => pair.Length == 2)
            .GroupBy(pair => pair[0], StringComparer.OrdinalIgnoreCase)
            .ToDictionary(group => group.Key, group => group.Last()[1], StringComparer.OrdinalIgnoreCase);
        if (
            parts.TryGetValue("UseDevelopmentStorage", out var development)
            && bool.TryParse(development, out var isDevelopment)
            && isDevelopment
        )
            return Default;
        if (!parts.TryGetValue("AccountName", out var account) || account != Account)
            return null;
        return Port("BlobEndpoint") is { } blob && Port("QueueEndpoint") is { } queue && Port("TableEndpoint") is { } table
            ? new(blob, queue, table)
            : null;

        int? Port(string name) =>
            parts.TryGetValue(name, out var endpoint) && Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) && uri.IsLoopback
                ? uri.Port
                : null;
    }

    public string ConnectionString =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={AccountKey};BlobEndpoint=http://127.0.0.1:{Blob}/{Account};QueueEndpoint=http://127.0.0.1:{Queue}/{Account};TableEndpoint=http://127.0.0.1:{Table}/{Account};"
        );

    /// <summary>Those of the three that something listens on.</summary>
    public async Task<IReadOnlyList<int>> AnsweringAsync(CancellationToken cancellation)
    {
        var answers = await Task.WhenAll(
            new[] { Blob, Queue, Table }.Select(async port => (Port: port, Answers: await AnswersAsync(port, cancellation)))
        );
        return [.. answers.Where(answer => answer.Answers).Select(answer => answer.Port)];
    }

    private static async Task<bool> AnswersAsync(int port, CancellationToken cancellation)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), cancellation);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
