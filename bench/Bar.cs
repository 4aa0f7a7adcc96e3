using System.Diagnostics;
using System.Globalization;
using Spectre.Console;

namespace Bench;

/// <summary>
/// Shows on standard error how far a piece of work is: a bar, or, where that is no terminal, a line when it is done. Figures alone go to
/// standard output.
/// </summary>
internal static class Bar
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(200);

    /// <param name="what">The work, in a few words.</param>
    /// <param name="pieces">Of how many pieces it is.</param>
    /// <param name="work">Is given what to call with each number of pieces that are done.</param>
    public static async Task<T> ShowAsync<T>(string what, int pieces, Func<Action<int>, Task<T>> work)
    {
        var (done, begun) = (0, Stopwatch.GetTimestamp());
        var working = work(more => Interlocked.Add(ref done, more));
        if (!Console.IsErrorRedirected)
            await MoveAsync(what, pieces, working, () => Volatile.Read(ref done));
        var result = await working;
        if (Console.IsErrorRedirected)
            await Console.Error.WriteLineAsync(Line(what, done, pieces, Stopwatch.GetElapsedTime(begun)));
        return result;
    }

    private static Task MoveAsync(string what, int pieces, Task working, Func<int> done) =>
        AnsiConsole
            .Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) })
            .Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                var bar = context.AddTask(Markup.Escape(what), maxValue: pieces);
                while (!working.IsCompleted)
                {
                    bar.Value = done();
                    await Task.WhenAny(working, Task.Delay(Glance));
                }

                bar.Value = done();
            });

    private static string Line(string what, int done, int pieces, TimeSpan took) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{DateTimeOffset.UtcNow:HH:mm:ss} {what}: {done} of {pieces} in {took.TotalSeconds:0.0} s"
        );
}
