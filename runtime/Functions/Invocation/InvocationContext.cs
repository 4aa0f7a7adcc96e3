using System.Collections;
using System.Diagnostics;
using Microsoft.Azure.Functions.Worker;

namespace LocalRuntime.Functions.Invocation;

/// <summary>The context of one run.</summary>
internal sealed class InvocationContext(FunctionDescriptor function, IServiceProvider services, TriggerData trigger, CancellationToken cancellation) : FunctionContext
{
    public override string InvocationId { get; } = Guid.NewGuid().ToString();

    public override string FunctionId => function.Id;

    public override TraceContext TraceContext { get; } = new Trace(Activity.Current?.Id ?? "", Activity.Current?.TraceStateString ?? "");

    public override BindingContext BindingContext { get; } = new Bindings(trigger.BindingData);

    public override RetryContext RetryContext { get; } = new Retries(trigger.RetryCount, trigger.MaxRetryCount);

    public override IServiceProvider InstanceServices { get; set; } = services;

    public override FunctionDefinition FunctionDefinition => function;

    public override IDictionary<object, object> Items { get; set; } = new Dictionary<object, object>();

    public override IInvocationFeatures Features { get; } = new FeatureSet();

    public override CancellationToken CancellationToken => cancellation;

    public FunctionDescriptor Function => function;

    public TriggerData Trigger => trigger;

    /// <summary>What the function returned, once it has.</summary>
    public object? Result { get; set; }

    private sealed class Trace(string parent, string state) : TraceContext
    {
        public override string TraceParent => parent;

        public override string TraceState => state;
    }

    private sealed class Bindings(IReadOnlyDictionary<string, object?> data) : BindingContext
    {
        public override IReadOnlyDictionary<string, object?> BindingData => data;
    }

    private sealed class Retries(int count, int max) : RetryContext
    {
        public override int RetryCount => count;

        public override int MaxRetryCount => max;
    }

    private sealed class FeatureSet : IInvocationFeatures
    {
        private readonly Dictionary<Type, object> _features = [];

        public T? Get<T>() => _features.TryGetValue(typeof(T), out var feature) ? (T)feature : default;

        public void Set<T>(T? instance)
        {
            if (instance is null)
                _features.Remove(typeof(T));
            else
                _features[typeof(T)] = instance;
        }

        public IEnumerator<KeyValuePair<Type, object>> GetEnumerator() => _features.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
