using System.Globalization;
using System.Security;
using System.Text;

namespace EndToEnd.Tests.Telemetry;

/// <summary>
/// Draws a trace as SVG: a line for each span, a bar from its begin to its end. Calls to storage and companies are counted in the line of
/// the step that made them.
/// </summary>
internal static class TracePicture
{
    private const int LineHeight = 17;
    private const int Indent = 12;
    private const int NamesWidth = 470;
    private const int BarsWidth = 640;
    private const int Top = 40;
    private const string HostColour = "#8250df";
    private const string WorkerColour = "#1a7f37";

    /// <param name="worker">The id of the worker's process.</param>
    public static string Draw(IReadOnlyList<SeenSpan> trace, string worker)
    {
        var parts = trace.ToLookup(span => span.Parent, StringComparer.Ordinal);
        var lines = new List<Line>();
        foreach (var root in parts[""])
            Collect(root, 0, parts, lines);

        var begun = lines.Min(line => line.Span.Begun);
        var seconds = (lines.Max(line => line.Span.Ended) - begun).TotalSeconds;
        var svg = new StringBuilder();
        svg.Append(
                Invariant(
                    $"""<svg xmlns="http://www.w3.org/2000/svg" width="{NamesWidth + BarsWidth + 20}" height="{Top + (lines.Count * LineHeight) + 10}" font-family="monospace" font-size="11">"""
                )
            )
            .Append('\n');
        svg.Append("""<rect width="100%" height="100%" fill="#ffffff"/>""").Append('\n');
        svg.Append(
                Invariant(
                    $"""<text x="8" y="16"><tspan fill="{HostColour}">host</tspan> <tspan fill="{WorkerColour}">worker</tspan></text>"""
                )
            )
            .Append('\n');
        for (var second = 0; second <= seconds; second += Math.Max(1, (int)(seconds / 10)))
            svg.Append(
                    Invariant(
                        $"""<text x="{At(second)}" y="16" fill="#57606a">{second} s</text><path d="M{At(second)} 22V{Top + (lines.Count * LineHeight)}" stroke="#d0d7de"/>"""
                    )
                )
                .Append('\n');
        foreach (var (line, index) in lines.Select((line, index) => (line, index)))
        {
            var y = Top + (index * LineHeight);
            var colour = line.Span.Process == worker ? WorkerColour : HostColour;
            var from = At((line.Span.Begun - begun).TotalSeconds);
            var width = Math.Max(2, At((line.Span.Ended - begun).TotalSeconds) - from);
            svg.Append(
                    Invariant(
                        $"""<text x="{8 + (line.Depth * Indent)}" y="{y + 11}" fill="{colour}">{SecurityElement.Escape(line.Text)}</text><rect x="{from}" y="{y + 2}" width="{width:0.#}" height="{LineHeight - 6}" fill="{colour}"/>"""
                    )
                )
                .Append('\n');
        }

        return svg.Append("</svg>\n").ToString();

        double At(double second) => Math.Round(NamesWidth + (second / seconds * BarsWidth), 1);
    }

    private static void Collect(SeenSpan span, int depth, ILookup<string, SeenSpan> parts, List<Line> lines)
    {
        var within = Within(span, parts).ToList();
        lines.Add(new(span, depth, within.Count(IsCall)));
        foreach (var part in within.Where(part => !IsCall(part)).OrderBy(part => part.Begun))
            Collect(part, depth + 1, parts, lines);
    }

    // The engine tells of a step twice, as its caller and as its doer: one line.
    private static IEnumerable<SeenSpan> Within(SeenSpan span, ILookup<string, SeenSpan> parts) =>
        parts[span.Id].SelectMany(part => part.Name == span.Name ? Within(part, parts) : [part]);

    private static bool IsCall(SeenSpan span) =>
        span.Attributes.ContainsKey("az.namespace")
        || (span.Attributes.ContainsKey("http.request.method") && span.Attributes.ContainsKey("url.full"));

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed record Line(SeenSpan Span, int Depth, int Calls)
    {
        public string Text => Calls == 0 ? Span.Name : Invariant($"{Span.Name}  ({Calls} calls)");
    }
}
