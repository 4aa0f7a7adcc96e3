using System.Diagnostics;
using System.Net.Sockets;
using LocalHost.Configuration;
using LocalHost.Worker.Protocol;

namespace LocalHost.Worker;

/// <summary>A worker that is up: its process, the conversation with it, and the functions it has loaded.</summary>
internal sealed class FunctionsWorker : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(10);

    /// <summary>What a worker may take to end by itself, its hosted services included.</summary>
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(5);

    private readonly WorkerProcess _process;
    private readonly WorkerConnection _connection;
    private readonly Dictionary<string, string> _functionIds = new(StringComparer.OrdinalIgnoreCase);
    private IDictionary<string, string> _capabilities = new Dictionary<string, string>();

    private FunctionsWorker(WorkerProcess process, WorkerConnection connection)
    {
        _process = process;
        _connection = connection;
        Ended = WatchAsync();
    }

    public int ProcessId => _process.Id;

    /// <summary>Completes with the reason when the process has ended.</summary>
    public Task<string> Ended { get; }

    public IReadOnlyList<RpcFunctionMetadata> Functions { get; private set; } = [];

    /// <summary>The worker's own web server, if it takes HTTP requests there.</summary>
    public Uri? HttpUri => _capabilities.TryGetValue("HttpUri", out var uri) && !string.IsNullOrEmpty(uri) ? new(uri) : null;

    /// <exception cref="HostStartException">The worker does not start, in its own words.</exception>
    public static async Task<FunctionsWorker> StartAsync(
        HostSettings settings,
        WorkerEndpoint endpoint,
        WorkerLog log,
        CancellationToken cancellation
    )
    {
        var connection = new WorkerConnection(Guid.NewGuid().ToString(), log.Write);
        endpoint.Expect(connection);
        var worker = new FunctionsWorker(WorkerProcess.Start(settings, endpoint.Address, connection.WorkerId, log.Console), connection);
        try
        {
            await worker.LoadAsync(settings.App, cancellation).WaitAsync(StartLimit, cancellation);
            worker._process.LogOutput();
            return worker;
        }
        catch (WorkerProcessExitException e)
        {
            await worker.DisposeAsync();
            throw new HostStartException(e.Message, e);
        }
        catch (TimeoutException e)
        {
            await worker.DisposeAsync();
            throw new HostStartException($"The worker did not start within {StartLimit.TotalSeconds:0} s. {worker._process.LastWords}", e);
        }
        catch
        {
            await worker.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc cref="WorkerConnection.InvokeAsync"/>
    public Task<object?> InvokeAsync(string function, InvocationRequest request, CancellationToken cancellation)
    {
        request.FunctionId =
            _functionIds.GetValueOrDefault(function)
            ?? throw new InvalidOperationException($"The worker that runs now has no function '{function}'.");
        return _connection.InvokeAsync(request, cancellation);
    }

    public void Kill() => _process.Kill();

    /// <summary>Asks the worker to end, and ends it if it takes too long.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!Ended.IsCompleted)
        {
            if (_connection.Connected.IsCompletedSuccessfully)
                _connection.Terminate(EndLimit);
            else
                _process.Kill();
            if (await Task.WhenAny(Ended, Task.Delay(EndLimit)) != Ended)
                _process.Kill();
            await Ended;
        }

        _process.Dispose();
    }

    private async Task LoadAsync(AppFolder app, CancellationToken cancellation)
    {
        await _connection.Connected.WaitAsync(cancellation);
        var init = await AskAsync(
            new()
            {
                WorkerInitRequest = new()
                {
                    HostVersion = "4.1045.0",
                    WorkerDirectory = app.Folder,
                    FunctionAppDirectory = app.Folder,
                },
            }
        );
        Check(init.WorkerInitResponse.Result, "did not start");
        _capabilities = init.WorkerInitResponse.Capabilities;

        var metadata = (
            await AskAsync(new() { FunctionsMetadataRequest = new() { FunctionAppDirectory = app.Folder } })
        ).FunctionMetadataResponse;
        Check(metadata.Result, "cannot tell its functions");
        Functions = metadata.FunctionMetadataResults;
        var loaded = await Task.WhenAll(
            Functions.Select(function =>
                AskAsync(
                    new()
                    {
                        FunctionLoadRequest = new() { FunctionId = function.FunctionId, Metadata = function },
                    }
                )
            )
        );
        foreach (var (function, answer) in Functions.Zip(loaded))
        {
            Check(answer.FunctionLoadResponse.Result, $"cannot load function '{function.Name}'");
            _functionIds[function.Name] = function.FunctionId;
        }

        if (HttpUri is { } http)
            await ListensAsync(http, cancellation);

        Task<StreamingMessage> AskAsync(StreamingMessage question) => _connection.AskAsync(question, cancellation);
    }

    private static void Check(StatusResult result, string what)
    {
        if (result.Status != StatusResult.Types.Status.Success)
            throw new HostStartException($"The worker {what}: {(result.Exception?.Message ?? result.Result).Split('\n')[0].Trim()}");
    }

    /// <summary>The worker tells its web server's address a little before that listens.</summary>
    private static async Task ListensAsync(Uri uri, CancellationToken cancellation)
    {
        while (true)
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(uri.Host, uri.Port, cancellation);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(PollInterval, cancellation);
            }
        }
    }

    private async Task<string> WatchAsync()
    {
        var code = await _process.Exited;
        var why = $"The worker ended with exit code {code}{(_process.LastWords is { Length: > 0 } words ? $": {words}" : ".")}";
        _connection.End(why);
        return why;
    }
}
