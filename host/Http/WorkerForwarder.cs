using System.Globalization;
using System.Net;
using LocalHost.Functions;
using LocalHost.Worker;
using LocalHost.Worker.Protocol;
using Yarp.ReverseProxy.Forwarder;

namespace LocalHost.Http;

/// <summary>
/// Runs an HTTP function: the run goes to the worker by the worker protocol, the request itself to the worker's own web server, which
/// brings both together by the run's id and answers the caller through us.
/// </summary>
internal sealed class WorkerForwarder(IHttpForwarder forwarder) : IDisposable
{
    /// <summary>Azure ends requests about then.</summary>
    private static readonly ForwarderRequestConfig Config = new() { ActivityTimeout = TimeSpan.FromSeconds(240) };

    /// <summary>How long the worker's web server may still take to answer for a function that has failed.</summary>
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(5);

    /// <summary>How long after its connections broke a worker's end is seen at the latest.</summary>
    private static readonly TimeSpan EndSeen = TimeSpan.FromSeconds(2);

    private readonly HttpMessageInvoker _client = new(
        new SocketsHttpHandler
        {
            ActivityHeadersPropagator = null,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            UseProxy = false,
        }
    );

    /// <exception cref="WorkerFunctionException">
    /// The function failed; nothing is written to the response, or what the worker had written before.
    /// </exception>
    /// <exception cref="WorkerProcessExitException">The worker ended meanwhile.</exception>
    /// <exception cref="HttpRequestException">Request or response could not be carried.</exception>
    public async Task<object?> ForwardAsync(
        HttpContext http,
        FunctionDescription function,
        FunctionsWorker worker,
        InvocationRequest request,
        CancellationToken cancellation
    )
    {
        var trigger = new RpcHttp();
        foreach (var (name, value) in http.Request.RouteValues.Where(route => route.Value is not null))
        {
            trigger.Params[name] = Convert.ToString(value, CultureInfo.InvariantCulture);
            request.TriggerMetadata[name] = RpcData.From(Typed(function, name, value!));
        }

        request.InputData.Insert(
            0,
            new ParameterBinding
            {
                Name = function.Trigger.Name,
                Data = new() { Http = trigger },
            }
        );
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        var forwarding = forwarder
            .SendAsync(http, worker.HttpUri!.AbsoluteUri, _client, Config, new Transformer(request.InvocationId), limit.Token)
            .AsTask();
        object? result;
        try
        {
            result = await worker.InvokeAsync(function.Name, request, cancellation);
        }
        catch
        {
            limit.CancelAfter(AnswerLimit);
            await forwarding;
            throw;
        }

        var error = await forwarding;
        http.RequestAborted.ThrowIfCancellationRequested();
        if (error == ForwarderError.None)
            return result;
        if (await Task.WhenAny(worker.Ended, Task.Delay(EndSeen, CancellationToken.None)) == worker.Ended)
            throw new WorkerProcessExitException(await worker.Ended);
        throw new HttpRequestException(
            $"The request could not be carried to the worker or its answer back: {error}.",
            http.GetForwarderErrorFeature()?.Exception
        );
    }

    public void Dispose() => _client.Dispose();

    /// <summary>A route's value as the official HTTP extension has it in the binding data: a number where the route says so.</summary>
    private static object Typed(FunctionDescription function, string name, object value) =>
        function.Trigger["route"]?.Contains($"{{{name}:int}}", StringComparison.OrdinalIgnoreCase) == true
        && int.TryParse(value.ToString(), CultureInfo.InvariantCulture, out var number)
            ? number
            : value.ToString()!;

    private sealed class Transformer(string invocationId) : HttpTransformer
    {
        public override async ValueTask TransformRequestAsync(
            HttpContext httpContext,
            HttpRequestMessage proxyRequest,
            string destinationPrefix,
            CancellationToken cancellationToken
        )
        {
            await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
            proxyRequest.Headers.Remove("x-ms-invocation-id");
            proxyRequest.Headers.TryAddWithoutValidation("x-ms-invocation-id", invocationId);

            // Who called us and by what address: the worker trusts what a host says of that.
            proxyRequest.Headers.Host = httpContext.Request.Host.Value;
            proxyRequest.Headers.TryAddWithoutValidation("X-Forwarded-For", httpContext.Connection.RemoteIpAddress?.ToString());
            proxyRequest.Headers.TryAddWithoutValidation("X-Forwarded-Proto", httpContext.Request.Scheme);
        }

        public override async ValueTask<bool> TransformResponseAsync(
            HttpContext httpContext,
            HttpResponseMessage? proxyResponse,
            CancellationToken cancellationToken
        )
        {
            var hasBody = await base.TransformResponseAsync(httpContext, proxyResponse, cancellationToken);
            httpContext.Response.Headers.Remove("Server");
            return hasBody;
        }
    }
}
