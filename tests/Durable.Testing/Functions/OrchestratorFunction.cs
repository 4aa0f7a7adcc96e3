using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Durable.Testing.Functions;

/// <summary>An orchestrator function of the app.</summary>
internal sealed class OrchestratorFunction
{
    private readonly FunctionMethod _method;

    public OrchestratorFunction(MethodInfo method, ParameterInfo trigger)
    {
        var input = method
            .GetParameters()
            .FirstOrDefault(parameter =>
                parameter != trigger
                && parameter.ParameterType is var type
                && type != typeof(CancellationToken)
                && type != typeof(FunctionContext)
            );
        _method = new FunctionMethod(method, trigger, input);
        InputType = input?.ParameterType ?? typeof(object);
    }

    private Type InputType { get; }

    /// <summary>What the official shim runs: as the Functions worker makes it for one episode.</summary>
    public ITaskOrchestrator Bind(IServiceProvider services, DataConverter converter) => new Bound(this, services, converter);

    private sealed class Bound(OrchestratorFunction function, IServiceProvider services, DataConverter converter) : ITaskOrchestrator
    {
        public Type InputType => function.InputType;

        public Type OutputType => typeof(object);

        public async Task<object?> RunAsync(TaskOrchestrationContext context, object? input)
        {
            var seen = new FunctionOrchestrationContext(context, converter);
            var run = function._method.RunAsync(services, seen, input, CancellationToken.None);
            if (!run.IsCompleted && !seen.IsAccessed)
                throw FunctionOrchestrationContext.IllegalAwait();
            var result = await run;
            seen.ThrowIfIllegalAccess();
            return result;
        }
    }
}
