using System.Diagnostics;
using LocalHost.Http;
using LocalHost.Worker;
using LocalHost.Worker.Protocol;
using Microsoft.Azure.WebJobs;

namespace LocalHost.Functions;

/// <summary>Carries a function's run from the WebJobs SDK to the worker and back.</summary>
internal sealed class FunctionInvoker(WorkerSupervisor workers, WorkerForwarder forwarder, RunningFunctions running)
{
    private readonly Dictionary<string, FunctionDescription> _functions = new(StringComparer.OrdinalIgnoreCase);

    /// <exception cref="HostStartException">A function has a binding that this host does not serve.</exception>
    public Type Serve(IReadOnlyList<FunctionDescription> functions)
    {
        foreach (var function in functions)
            _functions[function.Name] = function;
        return FunctionType.Emit(functions, InvokeAsync);
    }

    private async Task<object?> InvokeAsync(string name, object?[] arguments)
    {
        using var run = running.Begin();
        var function = _functions[name];
        var binder = (Binder)arguments[^2]!;
        var cancellation = (CancellationToken)arguments[^1]!;
        var request = new InvocationRequest
        {
            InvocationId = Guid.NewGuid().ToString(),
            TraceContext = new() { TraceParent = Activity.Current?.Id ?? "", TraceState = Activity.Current?.TraceStateString ?? "" },
        };
        foreach (var (input, value) in function.Inputs.Zip(arguments.Skip(1)))
            request.InputData.Add(new ParameterBinding { Name = input.Name, Data = RpcData.From(value) });
        foreach (
            var (key, value) in binder.BindingData.Where(data =>
                data.Value is not null && data.Key != "sys" && data.Value is not HttpContext
            )
        )
            request.TriggerMetadata[key] = RpcData.From(value);

        // Between two workers a run waits for the next; an HTTP request does not come as far as this then.
        var worker = await workers.UpAsync(cancellation);
        if (arguments[0] is HttpContext http)
            return await forwarder.ForwardAsync(http, function, worker, request, cancellation);
        request.InputData.Insert(0, new ParameterBinding { Name = function.Trigger.Name, Data = RpcData.From(arguments[0]) });
        return await worker.InvokeAsync(name, request, cancellation);
    }
}
