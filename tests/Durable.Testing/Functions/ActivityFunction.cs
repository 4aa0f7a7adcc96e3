using System.Reflection;

namespace Durable.Testing.Functions;

/// <summary>An activity function of the app.</summary>
internal sealed class ActivityFunction(MethodInfo method, ParameterInfo trigger)
{
    private readonly FunctionMethod _method = new(method, trigger, input: null);

    public Type InputType { get; } = trigger.ParameterType;

    public Task<object?> RunAsync(IServiceProvider services, object? input) =>
        _method.RunAsync(services, input, null, CancellationToken.None);
}
