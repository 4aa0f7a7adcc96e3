using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace LocalRuntime.Functions.Invocation;

/// <summary>Traces and metrics of runs, named as OpenTelemetry's FaaS conventions name them.</summary>
internal static class FunctionTelemetry
{
    /// <summary>The official worker's source.</summary>
    public const string SourceName = "Microsoft.Azure.Functions.Worker";

    private static readonly ActivitySource Source = new(SourceName);
    private static readonly Meter Meter = new(SourceName);

    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>("faas.invoke_duration", "s", "How long runs of functions take.");
    private static readonly Counter<long> Errors = Meter.CreateCounter<long>("faas.errors", "{error}", "Runs that ended with an exception.");

    public static Activity? Start(FunctionDescriptor function, TriggerData trigger)
    {
        var span = Source.StartActivity($"function {function.Name}", ActivityKind.Internal);
        span?.SetTag("faas.name", function.Name);
        span?.SetTag("faas.trigger", trigger.Kind);
        return span;
    }

    public static void Record(FunctionDescriptor function, TriggerData trigger, long started, Exception? error)
    {
        var tags = new TagList { { "faas.name", function.Name }, { "faas.trigger", trigger.Kind } };
        if (error is not null)
        {
            tags.Add("error.type", error.GetType().FullName);
            Errors.Add(1, tags);
        }

        Duration.Record(Stopwatch.GetElapsedTime(started).TotalSeconds, tags);
    }
}
