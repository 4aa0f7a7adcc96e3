using System.Diagnostics;
using Soak.Harness;

namespace Soak;

/// <summary>
/// The whole run: orders come without pause, host or worker or both die again and again, storage hangs a few times; then all orders are
/// left to end, and the books are looked at.
/// </summary>
internal static class SoakRun
{
    public static async Task<SoakReport> RunAsync(SoakOptions options)
    {
        var begun = Stopwatch.GetTimestamp();
        await using var fleet = await Fleet.OpenAsync(options.Settings, options.App);
        using var crowd = new Crowd(fleet, options);
        crowd.Start();
        var (deaths, stalls) = await DisturbAsync(fleet, crowd, options);
        options.Say($"Nothing disturbs the orders any more: {crowd.Ended} of {crowd.Lives.Count} have ended.");
        await crowd.CloseAsync();
        options.Say("The books are looked at.");
        var audit = new Audit(fleet.ConnectionString, [.. crowd.Lives]);
        var wrong = await audit.RunAsync();
        return new SoakReport(
            options,
            crowd.Lives,
            deaths,
            stalls,
            crowd.Progress,
            wrong,
            [.. Leaks(fleet), .. crowd.Complaints, .. stalls.SelectMany(stall => stall.Violations)],
            audit.Facts,
            Stopwatch.GetElapsedTime(begun)
        );
    }

    private static async Task<(IReadOnlyList<Death> Deaths, IReadOnlyList<StallSeen> Stalls)> DisturbAsync(
        Fleet fleet,
        Crowd crowd,
        SoakOptions options
    )
    {
        var (deaths, stalls) = (new List<Death>(), new List<StallSeen>());
        var random = new Random(options.Seed);
        var probe = new Probe(fleet);
        var begun = Stopwatch.GetTimestamp();
        for (var kill = 1; kill <= options.Kills && Stopwatch.GetElapsedTime(begun) < options.MostTime; kill++)
        {
            var kind = options.Kinds[(kill - 1) % options.Kinds.Count];
            if (kind == KillKind.OneOfTwo)
                await fleet.AddSecondAsync();

            // Spread evenly: a third, two thirds … of the way.
            if (
                stalls.Count < options.Stalls.Count
                && kill > options.Kills * (stalls.Count + 1) / (options.Stalls.Count + 1)
                && IsTurn(options, fleet, stalls.Count)
            )
            {
                options.Say($"Storage hangs for {options.Stalls[stalls.Count]}.");
                stalls.Add(await new StallWatch(fleet, probe, options).RunAsync(options.Stalls[stalls.Count]));
                options.Say($"The app was back {stalls[^1].Back.TotalSeconds:0.0} s after it.");
            }

            await Task.Delay(random.Next((int)options.LongestLife.TotalMilliseconds));
            var at = DateTimeOffset.UtcNow;
            await fleet.KillAsync(kind, random);
            await probe.AnsweredAsync();
            deaths.Add(new Death(at, kind, DateTimeOffset.UtcNow - at));
            if (kill % 10 == 0)
                options.Say(
                    $"{kill} kills; {crowd.Ended} orders ended, {crowd.Lives.Count - crowd.Ended} are under way, "
                        + $"{crowd.Complaints.Count} complaints."
                );
        }

        return (deaths, stalls);
    }

    /// <summary>Every second stall meets two hosts, where there are ever two.</summary>
    private static bool IsTurn(SoakOptions options, Fleet fleet, int stalls) =>
        (fleet.Serving.Count == 2) == (stalls % 2 == 1 && options.Kinds.Contains(KillKind.OneOfTwo));

    private static IEnumerable<string> Leaks(Fleet fleet) => fleet.Leaks().Select(line => $"A log line holds personal data: {line}");
}

/// <param name="Answered">From the kill to the first answer out of the storage.</param>
internal sealed record Death(DateTimeOffset At, KillKind Kind, TimeSpan Answered);
