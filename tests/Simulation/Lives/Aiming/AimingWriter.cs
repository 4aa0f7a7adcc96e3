using Orders.Functions.Orders;

namespace Simulation.Lives.Aiming;

/// <summary>
/// Of each five scripts two aim: each takes one pair of the table of life (something that happens in a status), leads its first order there, and has it happen. What comes of it is the order's affair.
/// </summary>
internal static class AimingWriter
{
    private const int Salt = 0x5EED;

    // What needs several things to come together is aimed at more often.
    private const int MoreOften = 6;

    private static readonly Aim[] _aims =
    [
        .. from row in Transitions.All
           where !row.On.IsOutcome() && !row.On.IsTimeout()
           from _ in Enumerable.Range(0, IsHard(row.From, row.On) ? MoreOften : 1)
           select new Aim(row.From, row.On),
    ];

    public static bool IsAimed(int seed) => (uint)seed % 5 is 1 or 3;

    public static Script Aim(Script script)
    {
        var random = new Random(script.Seed ^ Salt);
        var draft = new Draft(script, _aims[random.Next(_aims.Length)], random);
        Roads.Lead(draft);
        Happenings.Arrange(draft);
        return draft.ToScript();
    }

    private static bool IsHard(OrderStatus status, Trigger on) => on switch
    {
        Trigger.StockArrived or Trigger.ClaimDecision or Trigger.ReturnSent or Trigger.ReturnScanned or Trigger.ReturnReceived => status != OrderStatus.Delivered,
        Trigger.ParcelInspected or Trigger.ChangeConfirmed => true,
        _ => status == OrderStatus.Failed,
    };
}
