using System.Collections.Frozen;
using System.Diagnostics;
using OpenTelemetry;

namespace Orders.Functions.Telemetry;

/// <summary>
/// Lets no personal data into traces, whatever a library writes there: attributes that are not on the list go, and of an address stays what
/// names a table, queue, container or company. Keys of rows and paths hold ids of customers, and hashes of what customers are called.
/// </summary>
internal sealed class SpanGuard : BaseProcessor<Activity>
{
    private const string Url = "url.full";
    private const string EmulatorAccount = "devstoreaccount1";

    private static readonly FrozenSet<string> _allowed = FrozenSet.ToFrozenSet(
        [
            "az.namespace",
            "az.schema_url",
            "durabletask.event.target_instance_id",
            "durabletask.fire_at",
            "durabletask.task.execution_id",
            "durabletask.task.instance_id",
            "durabletask.task.name",
            "durabletask.task.status",
            "durabletask.task.task_id",
            "durabletask.task.version",
            "durabletask.type",
            "error.type",
            "faas.instance",
            "faas.invocation_id",
            "faas.name",
            "grpc.method",
            "grpc.status_code",
            "http.request.method",
            "http.request.resend_count",
            "http.response.status_code",
            "mail.attempt",
            "mail.kind",
            "network.protocol.version",
            "order.id",
            "schema.url",
            "server.address",
            "server.port",
            Url,
        ],
        StringComparer.Ordinal
    );

    public override void OnEnd(Activity data)
    {
        foreach (var (name, value) in data.TagObjects.ToList())
        {
            if (!_allowed.Contains(name))
                data.SetTag(name, null);
            else if (name == Url)
                data.SetTag(name, Shortened(value as string));
        }
    }

    /// <summary>
    /// The address up to its first segment, without keys: <c>https://st.table.core.windows.net/Orders</c>. The emulator's account comes
    /// before that.
    /// </summary>
    internal static string? Shortened(string? address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri))
            return null;
        var segments = uri.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var kept = segments.Take(segments is [EmulatorAccount, ..] ? 2 : 1).Select(segment => segment.Split('(')[0]);
        return $"{uri.GetLeftPart(UriPartial.Authority)}/{string.Join('/', kept)}";
    }
}
