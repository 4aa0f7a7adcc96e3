using LocalRuntime.Functions.Invocation;
using Microsoft.DurableTask;
using Microsoft.Extensions.DependencyInjection;

namespace LocalRuntime.Functions.Durable;

/// <summary>An activity function, as the engine sees it: an object of its own and a scope of its own for each run.</summary>
internal sealed class FunctionActivity(FunctionDescriptor function, FunctionInvoker invoker, IServiceProvider services) : ITaskActivity
{
    public Type InputType { get; } =
        function.TriggerParameter.ParameterType == typeof(TaskActivityContext) ? typeof(object) : function.TriggerParameter.ParameterType;

    public Type OutputType => function.ResultType == typeof(void) ? typeof(object) : function.ResultType;

    public async Task<object?> RunAsync(TaskActivityContext context, object? input)
    {
        await using var scope = services.CreateAsyncScope();
        var trigger = new TriggerData
        {
            Kind = "other",
            BindingData = new Dictionary<string, object?> { ["instanceId"] = context.InstanceId },
            BindAsync = (parameter, _) => ValueTask.FromResult(
                parameter.ParameterType == typeof(TaskActivityContext) ? context
                : parameter == function.TriggerParameter ? input ?? Default(parameter.ParameterType)
                : string.Equals(parameter.Name, "instanceId", StringComparison.OrdinalIgnoreCase) && parameter.ParameterType == typeof(string) ? context.InstanceId
                : throw new InvalidOperationException($"Activity '{function.Name}': nothing supplies parameter '{parameter.Name}'.")),
        };
        return await invoker.InvokeAsync(function, scope.ServiceProvider, trigger, CancellationToken.None);
    }

    private static object? Default(Type type) => type.IsValueType ? Activator.CreateInstance(type) : null;
}
