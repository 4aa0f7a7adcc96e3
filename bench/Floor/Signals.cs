using System.Collections.Concurrent;

namespace Bench.Floor;

/// <summary>Tells callers of this process, without any storage, how far an order is.</summary>
internal static class Signals
{
    private static readonly ConcurrentDictionary<(string Order, string Step), TaskCompletionSource> Awaited = new();

    public static TaskCompletionSource Of(string order, string step) =>
        Awaited.GetOrAdd((order, step), _ => new(TaskCreationOptions.RunContinuationsAsynchronously));

    public static void Forget(string order, string step) => Awaited.TryRemove((order, step), out _);
}
