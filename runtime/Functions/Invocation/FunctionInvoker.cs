using System.Diagnostics;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace LocalRuntime.Functions.Invocation;

/// <summary>Runs functions through the app's middleware.</summary>
internal sealed class FunctionInvoker
{
    private readonly FunctionExecutionDelegate _pipeline;

    /// <param name="middleware">The app's steps, outermost first.</param>
    public FunctionInvoker(IEnumerable<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> middleware) =>
        _pipeline = middleware.Reverse().Aggregate((FunctionExecutionDelegate)ExecuteAsync, (next, step) => step(next));

    /// <summary>Runs a function once and answers what it returned; its exceptions pass through.</summary>
    /// <param name="services">The scope of this run.</param>
    public async Task<object?> InvokeAsync(FunctionDescriptor function, IServiceProvider services, TriggerData trigger, CancellationToken cancellation)
    {
        using var span = FunctionTelemetry.Start(function, trigger);
        var started = Stopwatch.GetTimestamp();
        var context = new InvocationContext(function, services, trigger, cancellation);
        if (trigger.Item is { } item)
            context.Items.Add(item.Key, item.Value);
        span?.SetTag("faas.invocation_id", context.InvocationId);
        try
        {
            await _pipeline(context);
            FunctionTelemetry.Record(function, trigger, started, error: null);
            return context.Result;
        }
        catch (Exception e)
        {
            span?.SetStatus(ActivityStatusCode.Error, e.GetType().Name);
            FunctionTelemetry.Record(function, trigger, started, e);
            throw;
        }
    }

    private static async Task ExecuteAsync(FunctionContext context)
    {
        var run = (InvocationContext)context;
        var parameters = run.Function.MethodParameters;
        var arguments = new object?[parameters.Length];
        for (var i = 0; i < parameters.Length; i++)
        {
            var parameter = parameters[i];
            if (parameter.ParameterType == typeof(FunctionContext))
                arguments[i] = context;
            else if (parameter.ParameterType == typeof(CancellationToken))
                arguments[i] = context.CancellationToken;
            else if (parameter.IsDefined(typeof(DurableClientAttribute), inherit: false))
                arguments[i] = context.InstanceServices.GetRequiredService<DurableTaskClient>();
            else
                arguments[i] = await run.Trigger.BindAsync(parameter, run);
        }

        run.Result = await run.Function.CallAsync(context.InstanceServices, arguments);
    }
}
