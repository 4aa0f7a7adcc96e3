using Azure.Core;
using Azure.Identity;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Trace;
using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Telemetry;

internal static class TelemetryServices
{
    private const string Collector = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string Insights = "APPLICATIONINSIGHTS_CONNECTION_STRING";
    private const string InsightsIdentity = "APPLICATIONINSIGHTS_AUTHENTICATION_STRING";

    /// <summary>
    /// Traces, metrics and logs to where the Functions host sends its own: the OTLP collector of <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>, the
    /// Application Insights of <c>APPLICATIONINSIGHTS_CONNECTION_STRING</c>, both, or nowhere.
    /// </summary>
    /// <exception cref="SettingException"><c>APPLICATIONINSIGHTS_AUTHENTICATION_STRING</c> is wrong.</exception>
    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<Gauges>();
        var toCollector = configuration[Collector] is { Length: > 0 };
        var insights = configuration[Insights] is { Length: > 0 } connection ? connection : null;
        if (!toCollector && insights is null)
            return services;

        // The Azure SDK's spans are an experiment of its own; it looks at this once, before the first client is made.
        AppContext.SetSwitch("Azure.Experimental.EnableActivitySource", isEnabled: true);
        var telemetry = services.AddOpenTelemetry().UseFunctionsWorkerDefaults();
        if (toCollector)
            telemetry.UseOtlpExporter();
        if (insights is not null)
        {
            var identity = Identity(configuration[InsightsIdentity]);
            telemetry.UseAzureMonitorExporter(options => (options.ConnectionString, options.Credential) = (insights, identity));
        }

        telemetry
            .WithLogging()
            .WithMetrics(metrics => metrics.AddMeter(Signals.Name))
            .WithTracing(traces =>
                traces
                    .AddSource(
                        Signals.Name,
                        "Microsoft.DurableTask",
                        "Azure.Data.Tables.*",
                        "Azure.Storage.*",
                        "Grpc.Net.Client",
                        "System.Net.Http"
                    )
                    .AddProcessor(new SpanGuard())
                    // Whoever began a trace, mostly the host, decides whether it is kept: all of it, or nothing. The Azure exporter would
                    // keep five beginnings a second of this process.
                    .SetSampler(new ParentBasedSampler(new AlwaysOnSampler()))
            );
        return services;
    }

    /// <summary>Reads <c>Authorization=AAD</c> or <c>ClientId=…;Authorization=AAD</c>, as the host does.</summary>
    /// <returns>
    /// Null without the setting: the connection string alone is enough for an Application Insights with local authentication.
    /// </returns>
    internal static TokenCredential? Identity(string? text)
    {
        if (text is not { Length: > 0 })
            return null;
        var parts = text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(part => part.Split('=', 2))
            .ToList();
        string? Value(string name) => parts.Find(part => part.Length == 2 && name.Equals(part[0], StringComparison.OrdinalIgnoreCase))?[1];

        if (!"AAD".Equals(Value("Authorization"), StringComparison.OrdinalIgnoreCase))
            throw new SettingException($"The setting {InsightsIdentity} is not 'Authorization=AAD' or 'ClientId=…;Authorization=AAD'.");
        return new ManagedIdentityCredential(
            Value("ClientId") is { } clientId ? ManagedIdentityId.FromUserAssignedClientId(clientId) : ManagedIdentityId.SystemAssigned
        );
    }
}
