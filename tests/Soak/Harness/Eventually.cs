using System.Diagnostics;

namespace Soak.Harness;

/// <summary>Waits for a condition, with a deadline.</summary>
internal static class Eventually
{
    // Who waits this long has found an error: a busy machine alone does not need it.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    // Short at first; longer when it takes long, so that looking does not slow down what is waited for.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(40);
    private static readonly TimeSpan LongPause = TimeSpan.FromSeconds(1);

    /// <summary>Reads until what was read is as it should be.</summary>
    /// <exception cref="TimeoutException">It did not become so; the message has what was read last.</exception>
    public static async Task<T> GetAsync<T>(Func<Task<T>> read, Func<T, bool> isDone, string expected, TimeSpan? limit = null)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var value = await read();
            if (isDone(value))
                return value;
            if (Stopwatch.GetElapsedTime(started) > (limit ?? Limit))
                throw new TimeoutException($"Expected within {limit ?? Limit}: {expected}. Last seen: {Text(value)}");
            await PauseAsync(started);
        }
    }

    private static string? Text(object? value) =>
        value is System.Collections.IEnumerable items and not string ? string.Join(", ", items.Cast<object>()) : value?.ToString();

    /// <exception cref="TimeoutException">It did not become true.</exception>
    public static async Task TrueAsync(Func<Task<bool>> condition, Func<string> otherwise, TimeSpan limit)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(started) > limit)
                throw new TimeoutException(otherwise());
            await PauseAsync(started);
        }
    }

    private static Task PauseAsync(long started)
    {
        var pause = Stopwatch.GetElapsedTime(started) / 10;
        return Task.Delay(
            pause < Pause ? Pause
            : pause < LongPause ? pause
            : LongPause
        );
    }
}
