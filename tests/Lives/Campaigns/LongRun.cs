using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Lives.Machine;
using Spectre.Console;

namespace Lives.Campaigns;

/// <summary>
/// Many lives, with a bar that moves, broken promises as they come, and a summary: also when it is stopped (Ctrl-C, SIGTERM).
/// </summary>
internal static class LongRun
{
    private const int DefaultLives = 10_000;
    private const int EnoughToBeEverywhere = 10_000;

    public static int Run(Blueprint blueprint, Options options)
    {
        var lives = options.Lives ?? (options.Seconds is null ? DefaultLives : long.MaxValue);
        var ends = new ConcurrentBag<(int Seed, string End)>();
        var campaign = new Campaign(blueprint, plays: options.Aimed ? script => script.Aim is not null : null)
        {
            Ended = options.Ends is null ? null : trial => ends.Add((trial.Script.Seed, trial.End)),
        };
        var watch = Stopwatch.StartNew();
        var isStopped = false;
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var termination = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        bool Enough(Campaign running) =>
            Volatile.Read(ref isStopped)
            || running.Lives >= lives
            || running.Broken.Count >= options.MostBroken
            || (options.Seconds is { } seconds && watch.Elapsed.TotalSeconds >= seconds);

        AnsiConsole
            .Progress()
            .Columns(
                new TaskDescriptionColumn(),
                new ProgressBarColumn(),
                new PercentageColumn(),
                new RemainingTimeColumn(),
                new SpinnerColumn()
            )
            .Start(context =>
            {
                var bar = context.AddTask("lives", maxValue: lives);
                var told = new HashSet<int>();
                var running = Task.Run(() => campaign.Run(options.Seed ?? 1, options.Threads, Enough));
                while (!running.Wait(TimeSpan.FromSeconds(1)))
                {
                    bar.Value = campaign.Lives;
                    bar.Description = string.Create(
                        CultureInfo.InvariantCulture,
                        $"{campaign.Lives:N0} lives, {campaign.Lives / watch.Elapsed.TotalSeconds:N0}/s, {campaign.Broken.Count} broken"
                    );
                    foreach (var broken in campaign.Broken.Where(broken => told.Add(broken.Script.Seed)))
                        AnsiConsole.MarkupLineInterpolated($"[red]{broken.Script.Seed}[/] {broken.Violations[0].ToString()}");
                }
            });
        Summary.Write(campaign);
        if (options.Ends is { } file)
            File.WriteAllLines(file, ends.OrderBy(end => end.Seed).Select(end => end.End));

        // A short run need not have been everywhere.
        var everywhere = options.Aimed || campaign.Lives < EnoughToBeEverywhere || campaign.Coverage.Unseen.Count == 0;
        return campaign.Broken.Count == 0 && everywhere ? 0 : 1;

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            Volatile.Write(ref isStopped, true);
        }
    }
}
