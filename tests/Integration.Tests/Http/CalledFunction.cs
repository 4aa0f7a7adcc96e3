using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Configuration;
using Orders.Functions.Http.Operations;

namespace Integration.Tests.Http;

/// <summary>A function as the worker calls it, as far as a middleware looks at it.</summary>
internal sealed class CalledFunction : FunctionContext
{
    /// <param name="http">Null: it is not called by HTTP.</param>
    public CalledFunction(string name, HttpContext? http)
    {
        FunctionDefinition = new Definition(name);
        if (http is not null)
            Items["HttpRequestContext"] = http;
    }

    /// <summary>Calls a function of operations behind the door that the app has.</summary>
    /// <param name="key">The key of operations.</param>
    /// <returns>The function's answer; where it was not called, nothing more to write.</returns>
    public static async Task<IResult> BehindDoorAsync(string key, string name, HttpRequest request, Func<Task<IResult>> function)
    {
        IResult answer = Results.Empty;
        await Door(key).Invoke(new CalledFunction(name, request.HttpContext), async _ => answer = await function());
        return answer;
    }

    public static IFunctionsWorkerMiddleware Door(string key) =>
        new OpsDoor(new OpsKey(new ConfigurationBuilder().AddInMemoryCollection([new("Ops:Key", key)]).Build()));

    public override string InvocationId => "invocation";

    public override string FunctionId => FunctionDefinition.Id;

    public override TraceContext TraceContext => throw new NotSupportedException();

    public override BindingContext BindingContext => throw new NotSupportedException();

    public override RetryContext RetryContext => throw new NotSupportedException();

    public override IServiceProvider InstanceServices { get; set; } = null!;

    public override FunctionDefinition FunctionDefinition { get; }

    public override IDictionary<object, object> Items { get; set; } = new Dictionary<object, object>();

    public override IInvocationFeatures Features => throw new NotSupportedException();

    private sealed class Definition(string name) : FunctionDefinition
    {
        public override ImmutableArray<FunctionParameter> Parameters => [];

        public override string PathToAssembly => "";

        public override string EntryPoint => "";

        public override string Id => name;

        public override string Name => name;

        public override IImmutableDictionary<string, BindingMetadata> InputBindings => ImmutableDictionary<string, BindingMetadata>.Empty;

        public override IImmutableDictionary<string, BindingMetadata> OutputBindings => ImmutableDictionary<string, BindingMetadata>.Empty;
    }
}
