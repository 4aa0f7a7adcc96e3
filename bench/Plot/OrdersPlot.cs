using System.Xml.Linq;

namespace Bench.Plot;

/// <summary>
/// Draws whole orders a second as bars, in groups by how many orders are under way at once. It has no background and no colour that is very
/// dark or very light: it can be read on a light page and on a dark one.
/// </summary>
internal static class OrdersPlot
{
    private const double Width = 720;
    private const double Height = 360;
    private const double Left = 64;
    private const double Right = 16;
    private const double Top = 48;
    private const double Bottom = 56;
    private const double GroupGap = 0.3;
    private const int MostLines = 6;
    private const string Ink = "#768390";

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";
    private static readonly string[] Colours = ["#2f81f7", "#d4862a", "#8f6fd8", "#2da160"];

    /// <param name="series">For each name: orders a second by orders at once.</param>
    /// <returns>The picture as SVG.</returns>
    public static string Draw(IReadOnlyDictionary<string, Dictionary<int, double>> series)
    {
        var levels = series.Values.SelectMany(one => one.Keys).Distinct().Order().ToArray();
        var step = Step(series.Values.SelectMany(one => one.Values).DefaultIfEmpty(1).Max());
        var most = step * Math.Ceiling(series.Values.SelectMany(one => one.Values).DefaultIfEmpty(1).Max() / step);
        var picture = new XElement(
            Svg + "svg",
            new XAttribute("viewBox", $"0 0 {Number(Width)} {Number(Height)}"),
            new XAttribute("role", "img"),
            new XAttribute("font-family", "sans-serif"),
            new XAttribute("font-size", "13"),
            new XElement(Svg + "title", "Whole orders a second, by orders at once")
        );

        for (var value = 0.0; value <= most + (step / 2); value += step)
        {
            picture.Add(Line(Y(value, most)));
            picture.Add(Text(Left - 8, Y(value, most) + 4, Statistics.Text(value, "0.##"), "end"));
        }

        var group = (Width - Left - Right) / levels.Length;
        var bar = group * (1 - GroupGap) / series.Count;
        foreach (var (place, (name, perSecond)) in series.Index())
        {
            var colour = Colours[place % Colours.Length];
            var legend = Left + (place * (Width - Left - Right) / series.Count);
            picture.Add(Box(legend, 14, 12, 12, colour), Text(legend + 18, 25, name, "start"));
            foreach (var (level, atOnce) in levels.Index())
            {
                if (!perSecond.TryGetValue(atOnce, out var value))
                    continue;
                var x = Left + (group * (level + (GroupGap / 2))) + (bar * place);
                picture.Add(Box(x + 2, Y(value, most), bar - 4, Y(0, most) - Y(value, most), colour));
                picture.Add(Text(x + (bar / 2), Y(value, most) - 5, Statistics.Text(value, "0.0"), "middle"));
            }
        }

        foreach (var (level, atOnce) in levels.Index())
            picture.Add(Text(Left + (group * (level + 0.5)), Height - Bottom + 20, Number(atOnce), "middle"));
        picture.Add(Text((Left + Width - Right) / 2, Height - 12, "orders at once", "middle"));
        var axis = Text(0, 0, "orders/s", "middle");
        axis.Add(new XAttribute("transform", $"translate(16 {Number((Top + Height - Bottom) / 2)}) rotate(-90)"));
        picture.Add(axis);
        return picture.ToString();
    }

    /// <summary>The distance of the lines: 1, 2 or 5 times a power of ten, so that there are few.</summary>
    private static double Step(double most)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(most / MostLines)));
        return power * new[] { 1, 2, 5, 10 }.First(factor => most / (power * factor) <= MostLines);
    }

    private static double Y(double value, double most) => Height - Bottom - ((Height - Top - Bottom) * value / most);

    private static XElement Line(double y) =>
        new(
            Svg + "line",
            new XAttribute("x1", Number(Left)),
            new XAttribute("x2", Number(Width - Right)),
            new XAttribute("y1", Number(y)),
            new XAttribute("y2", Number(y)),
            new XAttribute("stroke", Ink),
            new XAttribute("stroke-opacity", "0.35")
        );

    private static XElement Box(double x, double y, double width, double height, string colour) =>
        new(
            Svg + "rect",
            new XAttribute("x", Number(x)),
            new XAttribute("y", Number(y)),
            new XAttribute("width", Number(width)),
            new XAttribute("height", Number(height)),
            new XAttribute("fill", colour)
        );

    private static XElement Text(double x, double y, string text, string anchor) =>
        new(
            Svg + "text",
            new XAttribute("x", Number(x)),
            new XAttribute("y", Number(y)),
            new XAttribute("text-anchor", anchor),
            new XAttribute("fill", Ink),
            text
        );

    private static string Number(double value) => Statistics.Text(value, "0.#");
}
