using System.Collections.Immutable;
using System.Reflection;
using LocalRuntime.Functions.Hosting;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.Extensions.DependencyInjection;

namespace LocalRuntime.Functions.Invocation;

/// <summary>A method that the host found, with its trigger.</summary>
internal sealed class FunctionDescriptor : FunctionDefinition
{
    private readonly ObjectFactory? _factory;
    private readonly Func<object, object?>? _resultOfTask;

    public FunctionDescriptor(string name, MethodInfo method)
    {
        Name = name;
        Method = method;
        MethodParameters = method.GetParameters();
        var triggers = MethodParameters.Where(parameter => parameter.IsDefined(typeof(TriggerBindingAttribute))).ToArray();
        if (triggers.Length != 1)
            throw new HostStartException($"Function '{name}' ({EntryPoint}) needs exactly one trigger parameter and has {triggers.Length}.");
        TriggerParameter = triggers[0];
        Trigger = TriggerParameter.GetCustomAttribute<TriggerBindingAttribute>()!;
        Retry = method.GetCustomAttribute<RetryAttribute>();
        if (method.IsDefined(typeof(OutputBindingAttribute)))
            throw new HostStartException($"Function '{name}': output bindings are not supported here; send with a client instead.");
        (ResultType, _resultOfTask) = ResultOf(method.ReturnType);
        if (!method.IsStatic)
            _factory = ActivatorUtilities.CreateFactory(method.DeclaringType!, Type.EmptyTypes);
        Parameters = [.. MethodParameters.Select(parameter => new FunctionParameter(parameter.Name!, parameter.ParameterType))];
        InputBindings = MethodParameters
            .Where(parameter => parameter.IsDefined(typeof(BindingAttribute)))
            .ToImmutableDictionary(parameter => parameter.Name!, parameter => (BindingMetadata)new Binding(parameter.Name!, KindOf(parameter.GetCustomAttribute<BindingAttribute>()!)));
    }

    public override string Name { get; }

    public override string Id => Name;

    public override string EntryPoint => $"{Method.DeclaringType!.FullName}.{Method.Name}";

    public override string PathToAssembly => Method.DeclaringType!.Assembly.Location;

    public override ImmutableArray<FunctionParameter> Parameters { get; }

    public override IImmutableDictionary<string, BindingMetadata> InputBindings { get; }

    public override IImmutableDictionary<string, BindingMetadata> OutputBindings => ImmutableDictionary<string, BindingMetadata>.Empty;

    public MethodInfo Method { get; }

    public ParameterInfo[] MethodParameters { get; }

    public ParameterInfo TriggerParameter { get; }

    public TriggerBindingAttribute Trigger { get; }

    public RetryAttribute? Retry { get; }

    /// <summary>What the method returns once awaited; void when nothing.</summary>
    public Type ResultType { get; }

    /// <summary>Calls the method on an object made for this call and waits for its result.</summary>
    public async Task<object?> CallAsync(IServiceProvider services, object?[] arguments)
    {
        var target = _factory?.Invoke(services, null);
        try
        {
            return await ResultAsync(Method.Invoke(target, BindingFlags.DoNotWrapExceptions, binder: null, arguments, culture: null));
        }
        finally
        {
            if (target is IAsyncDisposable asyncDisposable)
                await asyncDisposable.DisposeAsync();
            else
                (target as IDisposable)?.Dispose();
        }
    }

    /// <summary>Waits for what the method returned. Awaits nothing else, so it may run inside an orchestrator.</summary>
    public async Task<object?> ResultAsync(object? returned)
    {
        switch (returned)
        {
            case Task task:
                await task;
                return _resultOfTask?.Invoke(task);
            case ValueTask task:
                await task;
                return null;
            default:
                return returned;
        }
    }

    /// <summary>The kind of binding that an attribute makes, such as <c>httpTrigger</c>.</summary>
    private static string KindOf(BindingAttribute attribute)
    {
        var name = attribute.GetType().Name[..^"Attribute".Length];
        return char.ToLowerInvariant(name[0]) + name[1..];
    }

    private static (Type Type, Func<object, object?>? Read) ResultOf(Type returned)
    {
        if (returned == typeof(Task) || returned == typeof(ValueTask))
            return (typeof(void), null);
        if (returned.IsGenericType && returned.GetGenericTypeDefinition() == typeof(Task<>))
            return (returned.GetGenericArguments()[0], returned.GetProperty(nameof(Task<>.Result))!.GetValue);
        return (returned, null);
    }

    private sealed class Binding(string name, string type) : BindingMetadata
    {
        public override string Name { get; } = name;

        public override string Type { get; } = type;

        public override BindingDirection Direction => BindingDirection.In;
    }
}
