using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Bench.Load;

/// <summary>
/// What a shop would take instead, set up in a folder: <c>run.sh N C</c> starts it if it does not run, warms it up, drives N orders of which
/// C are under way at once, and prints a line with <c>orders_per_s=</c>; <c>stop.sh</c> ends it, and with RESET=1 deletes its data.
/// </summary>
internal sealed partial class Peer(string folder)
{
    /// <returns>Whole orders a second.</returns>
    /// <exception cref="InvalidOperationException">It did not run, or orders failed.</exception>
    public async Task<double> RunAsync(int orders, int atOnce)
    {
        var line = await CallAsync("run.sh", reset: false, Statistics.Text(orders, "0"), Statistics.Text(atOnce, "0"));
        var figure = OrdersPerSecond().Match(line);
        return figure.Success && Errors().IsMatch(line)
            ? double.Parse(figure.Groups["figure"].Value, CultureInfo.InvariantCulture)
            : throw new InvalidOperationException($"The peer said: {line}");
    }

    /// <summary>Ends its processes.</summary>
    /// <param name="reset">The next run begins without data.</param>
    public Task StopAsync(bool reset) => CallAsync("stop.sh", reset);

    private async Task<string> CallAsync(string script, bool reset, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.GetFullPath(Path.Combine(folder, script)), arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        start.Environment["RESET"] = reset ? "1" : "";
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? output.Trim()
            : throw new InvalidOperationException($"{script} of the peer ended with {Statistics.Text(process.ExitCode, "0")}: {output}");
    }

    [GeneratedRegex(@"\borders_per_s=(?<figure>[0-9.]+)")]
    private static partial Regex OrdersPerSecond();

    [GeneratedRegex(@"\berrors=0\b")]
    private static partial Regex Errors();
}
