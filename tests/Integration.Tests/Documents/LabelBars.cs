using UglyToad.PdfPig.Content;

namespace Integration.Tests.Documents;

/// <summary>Finds the bars that are drawn on a label's page and measures them in modules.</summary>
internal static class LabelBars
{
    private const double PointsPerMillimetre = 72 / 25.4;

    public static IReadOnlyList<bool> Of(Page page)
    {
        var bars = page
            .Paths.Where(path => path.IsFilled)
            .Select(path => path.GetBoundingRectangle())
            .Where(box => box is { Height: > 20 * PointsPerMillimetre } && box.Value.Width < 5 * PointsPerMillimetre)
            .Select(box => (box!.Value.Left, box.Value.Right))
            .Order()
            .ToList();
        Assert.NotEmpty(bars);

        // Every symbol set begins with a bar of two modules, and ends with one.
        var module = (bars[0].Right - bars[0].Left) / 2;
        Assert.True(module > 0.25 * PointsPerMillimetre * 0.99, "A module narrower than two dots of a 203 dpi printer.");
        Assert.True(bars[0].Left >= 10 * module && page.Width - bars[^1].Right >= 10 * module, "The quiet zones are too narrow.");

        var modules = new List<bool>();
        var at = bars[0].Left;
        foreach (var (left, right) in bars)
        {
            modules.AddRange(Enumerable.Repeat(false, Round(left - at)));
            modules.AddRange(Enumerable.Repeat(true, Round(right - left)));
            at = right;
        }

        return modules;

        int Round(double width) => (int)Math.Round(width / module, MidpointRounding.AwayFromZero);
    }
}
