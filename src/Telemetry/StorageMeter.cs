using System.Diagnostics;

namespace Orders.Functions.Telemetry;

/// <summary>Counts the tries of calls to one service of the storage account.</summary>
/// <param name="service"><c>table</c>, <c>queue</c> or <c>blob</c>.</param>
internal sealed class StorageMeter(string service, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var begun = Stopwatch.GetTimestamp();
        var outcome = "none";
        try
        {
            var answer = await base.SendAsync(request, cancellationToken);
            outcome = ((int)answer.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture);
            return answer;
        }
        finally
        {
            Signals.StorageCalls.Record(
                Stopwatch.GetElapsedTime(begun).TotalSeconds,
                new("storage.service", service),
                new("http.request.method", request.Method.Method),
                new KeyValuePair<string, object?>("outcome", outcome)
            );
        }
    }
}
