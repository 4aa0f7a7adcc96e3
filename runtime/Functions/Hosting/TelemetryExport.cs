using LocalRuntime.Functions.Invocation;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace LocalRuntime.Functions.Hosting;

/// <summary>Sends traces and metrics by OTLP, if the environment names a collector; otherwise nothing leaves this process.</summary>
internal static class TelemetryExport
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>The official source of the durable engine.</summary>
    private const string DurableTask = "Microsoft.DurableTask";

    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        if (string.IsNullOrEmpty(builder.Configuration[Endpoint]))
            return;
        builder.Services.AddOpenTelemetry()
            .WithTracing(tracing => tracing
                .AddSource(FunctionTelemetry.SourceName, DurableTask)
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation()
                .AddOtlpExporter())
            .WithMetrics(metrics => metrics
                .AddMeter(FunctionTelemetry.SourceName, DurableTask)
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation()
                .AddOtlpExporter());
    }
}
