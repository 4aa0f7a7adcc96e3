using System.Globalization;
using Simulation.Defects;
using Simulation.Machine;
using Spectre.Console;

namespace Simulation.Campaigns;

/// <summary>Puts each known defect in, and sees after how many lives it is found.</summary>
internal static class DefectHunt
{
    public const int MostLives = 20_000;

    public static int Run(Blueprint blueprint, Options options)
    {
        var table = new Table().Border(TableBorder.Markdown).AddColumns("defect", "found after lives", "seed", "by");
        var missed = 0;
        foreach (var defect in KnownDefects.All())
        {
            var campaign = Find(blueprint, defect, options.Threads, options.Lives ?? MostLives);
            var found = campaign.Broken is [var first, ..] ? first : null;
            missed += found is null ? 1 : 0;
            table.AddRow(
                Markup.Escape(defect.Name),
                found is null ? $"not in {campaign.Lives:N0}" : campaign.Lives.ToString("N0", CultureInfo.InvariantCulture),
                found?.Script.Seed.ToString(CultureInfo.InvariantCulture) ?? "",
                Markup.Escape(found?.Violations[0].Invariant ?? ""));
            Console.Error.WriteLine($"{defect.Name}: {found?.Violations[0].ToString() ?? "not found"}");
        }

        AnsiConsole.Write(table);
        return missed == 0 ? 0 : 1;
    }

    /// <summary>Lives on until the defect is found, or there were enough lives.</summary>
    public static Campaign Find(Blueprint blueprint, Defect defect, int threads, long most)
    {
        var campaign = new Campaign(blueprint, defect);
        campaign.Run(1, threads, running => running.Broken.Count > 0 || running.Lives >= most);
        return campaign;
    }
}
