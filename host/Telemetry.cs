using LocalHost.Configuration;
using LocalHost.Http;
using OpenTelemetry;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace LocalHost;

/// <summary>The host's spans: HTTP calls, and what the Durable extension tells of orchestrations and activities.</summary>
internal static class Telemetry
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>The engine and the extension that drives it.</summary>
    private static readonly string[] Durable = ["DurableTask.Core", "WebJobs.Extensions.DurableTask"];

    /// <summary>The stream of the worker protocol never ends, and health probes tell nothing.</summary>
    private static readonly string[] Untold = ["/AzureFunctionsRpcMessages.FunctionRpc", HealthRoutes.Live, HealthRoutes.Ready];

    /// <summary>Sends spans by OTLP, where the settings name a collector as on Azure; null otherwise.</summary>
    public static TracerProvider? Start(HostSettings settings) =>
        string.IsNullOrEmpty(settings.Configuration[Endpoint])
            ? null
            : Sdk.CreateTracerProviderBuilder()
                .ConfigureServices(services => services.AddSingleton<IConfiguration>(settings.Configuration))
                .ConfigureResource(resource => resource.AddService(settings.App.Name).AddEnvironmentVariableDetector())
                .AddSource(Durable)
                .AddAspNetCoreInstrumentation(http =>
                    http.Filter = call =>
                        !Array.Exists(Untold, path => call.Request.Path.StartsWithSegments(path, StringComparison.Ordinal))
                )
                .AddHttpClientInstrumentation()
                .AddOtlpExporter()
                .Build();
}
