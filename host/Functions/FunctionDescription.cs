using LocalHost.Worker.Protocol;
using Newtonsoft.Json.Linq;

namespace LocalHost.Functions;

/// <summary>A function as the worker tells it: its trigger and what else it is given.</summary>
internal sealed class FunctionDescription
{
    private FunctionDescription(string name, Binding trigger, IReadOnlyList<Binding> inputs)
    {
        Name = name;
        Trigger = trigger;
        Inputs = inputs;
    }

    public string Name { get; }

    public Binding Trigger { get; }

    /// <summary>Bindings into the function beside the trigger.</summary>
    public IReadOnlyList<Binding> Inputs { get; }

    /// <exception cref="HostStartException">It has no trigger.</exception>
    public static FunctionDescription From(RpcFunctionMetadata metadata)
    {
        var bindings = metadata.RawBindings.Select(raw => new Binding(JObject.Parse(raw))).ToList();
        var trigger =
            bindings.Find(binding => binding.Type.EndsWith("trigger", StringComparison.Ordinal))
            ?? throw new HostStartException($"Function '{metadata.Name}' has no trigger.");
        return new(metadata.Name, trigger, [.. bindings.Where(binding => binding != trigger && binding.IsInput)]);
    }
}
