using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Domain.Status;

/// <summary>When an order should have moved on by itself: read off the state transition table.</summary>
/// <param name="WaitsFor">
/// The name of a deadline (<c>payment</c>, <c>review</c>, <c>claim</c>), <c>scan</c> while a carrier has it, <c>system</c> where nobody has
/// to do anything.
/// </param>
/// <param name="DueBy">If it stands as it does after this time (and the watchdog's slack), something is wrong.</param>
public sealed record ExpectedProgress(string WaitsFor, DateTimeOffset DueBy)
{
    /// <summary>Waited for where nobody has to do anything.</summary>
    public const string App = "system";

    /// <summary>Null at an order's end.</summary>
    /// <param name="silence">The order's window of that name.</param>
    public static ExpectedProgress? Of(OrderState state, TimeSpan silence)
    {
        var wait = Transitions.WaitOf(state.Status);
        return wait.Kind switch
        {
            WaitKind.Nothing => null,

            // Until the shipment orchestration presumes a loss.
            WaitKind.Scans => new("scan", state.Since + (2 * silence)),
            _ when wait.Decisive(state.Deadlines) is { } deadline => new(OrderJson.Name(deadline), state.Deadlines[deadline]),
            _ => new(App, state.Since),
        };
    }
}
