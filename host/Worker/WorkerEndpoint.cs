using System.Collections.Concurrent;
using System.Net;
using Grpc.Core;
using LocalHost.Worker.Protocol;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace LocalHost.Worker;

/// <summary>
/// Where workers call the host: the server of the worker protocol, on a port of its own because HTTP/2 without TLS needs one.
/// </summary>
internal sealed class WorkerEndpoint : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly ConcurrentDictionary<string, WorkerConnection> _expected;

    private WorkerEndpoint(WebApplication server, ConcurrentDictionary<string, WorkerConnection> expected)
    {
        _server = server;
        _expected = expected;
        Address = new(server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
    }

    public Uri Address { get; }

    public static async Task<WorkerEndpoint> StartAsync(CancellationToken cancellation)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = Environments.Production });
        builder.Configuration.Sources.Clear();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
        });
        builder.Services.AddGrpc(grpc =>
        {
            grpc.MaxReceiveMessageSize = null;
            grpc.MaxSendMessageSize = null;
        });
        builder.Services.AddSingleton<IHostLifetime, NoSignals>();
        var expected = new ConcurrentDictionary<string, WorkerConnection>(StringComparer.Ordinal);
        builder.Services.AddSingleton(new Service(expected));
        var server = builder.Build();
        server.MapGrpcService<Service>();
        await server.StartAsync(cancellation);
        return new(server, expected);
    }

    /// <summary>Takes the call of the worker with this connection's id, and of no other.</summary>
    public void Expect(WorkerConnection connection) => _expected[connection.WorkerId] = connection;

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _server.StopAsync(now.Token);
        await _server.DisposeAsync();
    }

    private sealed class Service(ConcurrentDictionary<string, WorkerConnection> expected) : FunctionRpc.FunctionRpcBase
    {
        public override async Task EventStream(
            IAsyncStreamReader<StreamingMessage> requestStream,
            IServerStreamWriter<StreamingMessage> responseStream,
            ServerCallContext context
        )
        {
            if (
                !await requestStream.MoveNext(context.CancellationToken)
                || requestStream.Current.StartStream is not { } start
                || !expected.TryRemove(start.WorkerId, out var connection)
            )
            {
                throw new Grpc.Core.RpcException(new Status(StatusCode.PermissionDenied, "This host did not start that worker."));
            }

            await connection.RunAsync(requestStream, responseStream, context.CancellationToken);
        }
    }
}
