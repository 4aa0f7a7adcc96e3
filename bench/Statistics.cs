using System.Globalization;

namespace Bench;

internal static class Statistics
{
    public static double Median(IEnumerable<double> values) => Percentile(values, 0.5);

    public static double Percentile(IEnumerable<double> values, double share)
    {
        var sorted = values.Order().ToArray();
        var place = share * (sorted.Length - 1);
        var below = (int)place;
        return below + 1 < sorted.Length ? sorted[below] + ((place - below) * (sorted[below + 1] - sorted[below])) : sorted[below];
    }

    public static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    /// <summary>A time in milliseconds, in words.</summary>
    public static string Wait(double milliseconds) =>
        milliseconds < 1000 ? $"{Text(milliseconds, "0")} ms" : $"{Text(milliseconds / 1000, "0.0")} s";
}
