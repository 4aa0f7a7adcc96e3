using System.Reflection;
using LocalRuntime.Functions.Hosting;
using LocalRuntime.Functions.Invocation;
using Microsoft.DurableTask;

namespace LocalRuntime.Functions.Durable;

/// <summary>An orchestrator function, as the engine sees it. Nothing stands between the replay and the method: middleware does not run here.</summary>
internal sealed class FunctionOrchestrator : ITaskOrchestrator
{
    private readonly FunctionDescriptor _function;
    private readonly ParameterInfo? _input;

    public FunctionOrchestrator(FunctionDescriptor function)
    {
        _function = function;
        if (!function.Method.IsStatic)
            throw new HostStartException($"Orchestrator '{function.Name}' must be a static method: it is replayed, and may hold no state.");
        if (function.TriggerParameter.ParameterType != typeof(TaskOrchestrationContext))
            throw new HostStartException($"Orchestrator '{function.Name}': the trigger parameter must be a TaskOrchestrationContext.");
        var others = function.MethodParameters.Where(parameter => parameter != function.TriggerParameter).ToArray();
        if (others.Length > 1)
            throw new HostStartException($"Orchestrator '{function.Name}' may take its context and its input, and nothing else.");
        _input = others.FirstOrDefault();
    }

    public Type InputType => _input?.ParameterType ?? typeof(object);

    public Type OutputType => _function.ResultType == typeof(void) ? typeof(object) : _function.ResultType;

    public Task<object?> RunAsync(TaskOrchestrationContext context, object? input)
    {
        var arguments = new object?[_function.MethodParameters.Length];
        arguments[_function.TriggerParameter.Position] = context;
        if (_input is not null)
            arguments[_input.Position] = input ?? (_input.ParameterType.IsValueType ? Activator.CreateInstance(_input.ParameterType) : null);
        return _function.ResultAsync(_function.Method.Invoke(null, BindingFlags.DoNotWrapExceptions, binder: null, arguments, culture: null));
    }
}
