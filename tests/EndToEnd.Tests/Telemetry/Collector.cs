using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using EndToEnd.Tests.Telemetry.Otlp;
using Google.Protobuf;

namespace EndToEnd.Tests.Telemetry;

/// <summary>Takes what OpenTelemetry exporters send (OTLP, http/protobuf), as a collector does.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentQueue<(string Path, byte[] Body)> _requests = new();
    private readonly ConcurrentQueue<SeenSpan> _spans = new();
    private readonly ConcurrentQueue<SeenPoint> _points = new();
    private readonly Task _taking;

    private Collector(string url)
    {
        Url = url;
        _listener.Prefixes.Add(url + "/");
        _listener.Start();
        _taking = TakeAllAsync();
    }

    /// <summary>For <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>.</summary>
    public string Url { get; }

    public IReadOnlyList<SeenSpan> Spans => [.. _spans];

    public IReadOnlyList<SeenPoint> Points => [.. _points];

    public static Collector Start() => new($"http://127.0.0.1:{App.FreePort().ToString(CultureInfo.InvariantCulture)}");

    /// <summary>Where a text came in, in whatever place of whatever signal: traces, metrics, logs.</summary>
    public IReadOnlyList<string> PlacesOf(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return [.. _requests.Where(request => request.Body.AsSpan().IndexOf(bytes) >= 0).Select(request => request.Path)];
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _taking;
        _listener.Close();
    }

    private async Task TakeAllAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException && !_listener.IsListening)
            {
                return;
            }

            using var body = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(body);
            Take(context.Request.Url!.AbsolutePath, body.ToArray());
            context.Response.ContentType = "application/x-protobuf";
            context.Response.Close();
        }
    }

    private void Take(string path, byte[] body)
    {
        _requests.Enqueue((path, body));
        switch (path)
        {
            case "/v1/traces":
                foreach (var resource in TraceRequest.Parser.ParseFrom(body).ResourceSpans)
                {
                    var process = SeenSpan.Texts(resource.Resource.Attributes).GetValueOrDefault("process.pid", "");
                    foreach (var span in resource.ScopeSpans.SelectMany(scope => scope.Spans))
                        _spans.Enqueue(SeenSpan.Of(process, span));
                }

                break;

            case "/v1/metrics":
                foreach (
                    var metric in MetricsRequest
                        .Parser.ParseFrom(body)
                        .ResourceMetrics.SelectMany(resource => resource.ScopeMetrics)
                        .SelectMany(scope => scope.Metrics)
                )
                {
                    foreach (var point in metric.Gauge?.DataPoints ?? [])
                        _points.Enqueue(
                            new(
                                metric.Name,
                                point.ValueCase == NumberPoint.ValueOneofCase.AsInt ? point.AsInt : point.AsDouble,
                                SeenSpan.Texts(point.Attributes)
                            )
                        );
                    foreach (var point in metric.Histogram?.DataPoints ?? [])
                        _points.Enqueue(new(metric.Name, point.Count, SeenSpan.Texts(point.Attributes)));
                }

                break;
        }
    }
}

/// <param name="Process">The id of the process that said so; empty if it does not tell.</param>
/// <param name="Parent">The id of the span that it is part of; empty for a root.</param>
internal sealed record SeenSpan(
    string Process,
    string Trace,
    string Id,
    string Parent,
    string Name,
    DateTimeOffset Begun,
    DateTimeOffset Ended,
    IReadOnlyDictionary<string, string> Attributes
)
{
    private const long NanosecondsPerTick = 100;

    public static SeenSpan Of(string process, Span span) =>
        new(
            process,
            Hex(span.TraceId),
            Hex(span.SpanId),
            Hex(span.ParentSpanId),
            span.Name,
            Time(span.StartTimeUnixNano),
            Time(span.EndTimeUnixNano),
            Texts(span.Attributes)
        );

    /// <summary>Attributes as texts; the last of a name counts (the Durable extension says some twice).</summary>
    public static Dictionary<string, string> Texts(IEnumerable<KeyValue> attributes)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var attribute in attributes)
            texts[attribute.Key] = Text(attribute.Value);
        return texts;
    }

    public override string ToString() => $"{Name} {Attributes.GetValueOrDefault("url.full")} of process {Process} in {Parent}";

    private static string Text(AnyValue? value) =>
        value?.ValueCase switch
        {
            AnyValue.ValueOneofCase.StringValue => value.StringValue,
            AnyValue.ValueOneofCase.IntValue => value.IntValue.ToString(CultureInfo.InvariantCulture),
            AnyValue.ValueOneofCase.DoubleValue => value.DoubleValue.ToString(CultureInfo.InvariantCulture),
            AnyValue.ValueOneofCase.BoolValue => value.BoolValue ? "true" : "false",
            _ => "",
        };

    private static string Hex(ByteString bytes) => Convert.ToHexStringLower(bytes.Span);

    private static DateTimeOffset Time(ulong nanoseconds) => DateTimeOffset.UnixEpoch.AddTicks((long)nanoseconds / NanosecondsPerTick);
}

/// <param name="Value">Of a histogram: how many were recorded.</param>
internal sealed record SeenPoint(string Metric, double Value, IReadOnlyDictionary<string, string> Attributes);
