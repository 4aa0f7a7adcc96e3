using System.Globalization;
using Lives.Defects;
using Lives.Machine;
using Spectre.Console;

namespace Lives.Campaigns;

/// <summary>Puts each known defect in, and sees after how many lives it is found.</summary>
internal static class DefectHunt
{
    public const int MostLives = 20_000;

    // A line that is broken is no table in Markdown.
    private const int WidthOfTable = 160;

    public static int Run(Blueprint blueprint, Options options)
    {
        var table = new Table()
            .Border(TableBorder.Markdown)
            .AddColumns("defect", "found after lives", "by which invariant", "seed", "scripts left out that cannot show it", "seconds");
        var missed = 0;
        foreach (var defect in KnownDefects.All().Where(defect => defect.Name.Contains(options.Defect, StringComparison.OrdinalIgnoreCase)))
        {
            var campaign = Find(blueprint, defect, options.Threads, options.Lives ?? MostLives, options.Seed ?? 1);
            var found = campaign.Broken is [var first, ..] ? first : null;
            missed += found is null ? 1 : 0;
            table.AddRow(
                Markup.Escape(defect.Name),
                found is null ? $"not in {campaign.Lives:N0}" : campaign.Lives.ToString("N0", CultureInfo.InvariantCulture),
                Markup.Escape(found?.Violations[0].Invariant ?? ""),
                found?.Script.Seed.ToString(CultureInfo.InvariantCulture) ?? "",
                campaign.LeftOut.ToString("N0", CultureInfo.InvariantCulture),
                campaign.Took.TotalSeconds.ToString("N1", CultureInfo.InvariantCulture)
            );
            Console.Error.WriteLine($"{defect.Name}: {found?.Violations[0].ToString() ?? "not found"}");
        }

        AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, WidthOfTable);
        AnsiConsole.Write(table);
        return missed == 0 ? 0 : 1;
    }

    /// <summary>Lives on until the defect is found, or there were enough lives.</summary>
    public static Campaign Find(Blueprint blueprint, Defect defect, int threads, long most, int seed = 1)
    {
        var campaign = new Campaign(blueprint, defect, defect.ShowsIn);
        campaign.Run(seed, threads, running => running.Broken.Count > 0 || running.Lives >= most);
        return campaign;
    }
}
