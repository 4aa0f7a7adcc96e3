using System.Globalization;
using System.Xml;

namespace Orders.Functions.Domain.Ordering;

/// <summary>Windows as settings write them: <c>PT24H</c>, <c>P3D</c>, <c>3bd</c>.</summary>
public static class WindowText
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);
    private const int MostBusinessDays = 60;

    /// <returns>What is wrong with the text; null if it was read.</returns>
    public static string? TryParse(string text, WindowForm form, out Window window)
    {
        window = default;
        if (text.EndsWith("bd", StringComparison.Ordinal))
        {
            if (form == WindowForm.Duration)
                return $"is \"{text}\": this window is a duration (like PT24H), business days do not apply to it";
            if (
                !int.TryParse(text.AsSpan(0, text.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var days)
                || days is < 1 or > MostBusinessDays
            )
                return $"is \"{text}\": business days are written 1bd to {MostBusinessDays}bd";
            window = new Window(null, days);
            return null;
        }

        var example =
            form == WindowForm.BusinessDaysToo
                ? "an ISO 8601 duration like PT24H, or business days like 3bd"
                : "an ISO 8601 duration like PT24H or P3D";
        TimeSpan duration;
        try
        {
            duration = XmlConvert.ToTimeSpan(text);
        }
        catch (Exception error) when (error is FormatException or OverflowException)
        {
            return $"is \"{text}\": it should be {example}";
        }

        // P1M and P1Y are no fixed length of time, whatever XmlConvert takes them for.
        if (text.Split('T')[0].AsSpan().ContainsAny('M', 'Y'))
            return $"is \"{text}\": months and years have no fixed length, write days";
        if (duration <= TimeSpan.Zero || duration > Longest)
            return $"is \"{text}\": it should be longer than nothing and at most P366D";
        window = new Window(duration, null);
        return null;
    }
}

/// <summary>How a window may be written.</summary>
public enum WindowForm
{
    Duration,

    /// <summary>A duration, or a number of business days.</summary>
    BusinessDaysToo,
}
