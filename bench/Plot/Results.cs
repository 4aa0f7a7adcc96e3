using System.Text.Json;

namespace Bench.Plot;

/// <summary>
/// A file with figures of several runs and the picture of them, which lies beside it: for each who was measured, whole orders a second by
/// how many orders were under way at once.
/// </summary>
internal static class Results
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true };

    /// <summary>Puts in the figures of one who was measured, instead of what was there of the same name, and draws the picture anew.</summary>
    public static async Task KeepAsync(string file, string name, IReadOnlyDictionary<int, double> perSecond)
    {
        var all = File.Exists(file) ? await ReadAsync(file) : [];
        all[name] = perSecond.ToDictionary(level => level.Key, level => Math.Round(level.Value, 2));
        await WriteAsync(file, all);
    }

    /// <summary>Draws the picture of one file, into which the figures of others are put.</summary>
    /// <param name="files">The one, and the others.</param>
    public static async Task<int> JoinAsync(params IReadOnlyList<string> files)
    {
        if (files.Count == 0)
            throw new UsageException("Name the files of the figures.");
        var all = new Dictionary<string, Dictionary<int, double>>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            foreach (var (name, perSecond) in await ReadAsync(file))
                all[name] = perSecond;
        }

        await WriteAsync(files[0], all);
        return 0;
    }

    private static async Task<Dictionary<string, Dictionary<int, double>>> ReadAsync(string file) =>
        JsonSerializer.Deserialize<Dictionary<string, Dictionary<int, double>>>(await File.ReadAllTextAsync(file))!;

    private static async Task WriteAsync(string file, Dictionary<string, Dictionary<int, double>> all)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(all, Json) + "\n");
        await File.WriteAllTextAsync(Path.ChangeExtension(file, ".svg"), OrdersPlot.Draw(all) + "\n");
    }
}
