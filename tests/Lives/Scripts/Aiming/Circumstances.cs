using Lives.Machine;
using Orders.Functions.Domain.Status;

namespace Lives.Scripts.Aiming;

/// <summary>
/// In one of five scripts something goes wrong at a moment that counts: between a decision and what follows from it, during a request,
/// or while a mail is being sent.
/// </summary>
internal static class Circumstances
{
    private const int Salt = 0xC1C;

    private static readonly TimeSpan _hour = TimeSpan.FromHours(1);
    private static readonly OrderStatus[] _early =
    [
        OrderStatus.Placed,
        OrderStatus.InReview,
        OrderStatus.AwaitingPayment,
        OrderStatus.CheckingStock,
        OrderStatus.Preparing,
    ];
    private static readonly OrderStatus[] _open =
    [
        .. _early,
        OrderStatus.Shipped,
        OrderStatus.InTransit,
        OrderStatus.OutForDelivery,
        OrderStatus.Delivered,
        OrderStatus.Cancelling,
    ];
    private static readonly CallKind[] _moments =
    [
        CallKind.Step,
        CallKind.PartStep,
        CallKind.Message,
        CallKind.Progress,
        CallKind.Demand,
        CallKind.Refund,
        CallKind.Stock,
        CallKind.Mail,
        CallKind.Booking,
    ];
    private static readonly FaultKind[] _faults = [.. Enum.GetValues<FaultKind>().Where(kind => kind != FaultKind.Hang)];

    public static bool AreIn(int seed) => (uint)seed % 5 == 0;

    public static Script Add(Script script)
    {
        var random = new Random(script.Seed ^ Salt);
        script = script with
        {
            Orders = [script.Orders[0], .. script.Orders.Skip(1).Select(order => order with { At = order.At + _hour })],
        };
        return random.Next(4) switch
        {
            0 => Forgotten(script, random),
            1 => With(
                script,
                Hit(
                    random,
                    CallKind.Mail,
                    Pick(random, [FaultKind.AnswerLost, FaultKind.CrashAfter, FaultKind.CrashBefore, FaultKind.Unavailable]),
                    Pick(random, _open)
                )
            ),
            2 => With(
                script,
                Hit(
                    random,
                    random.Next(2) == 0 ? CallKind.Progress : CallKind.Step,
                    random.Next(3) > 0 ? FaultKind.Stall : Pick(random, _faults),
                    Pick(random, _open)
                )
            ),
            _ => With(
                script,
                [
                    .. Enumerable
                        .Range(0, 1 + random.Next(3))
                        .Select(_ => Hit(random, Pick(random, _moments), Pick(random, _faults), Pick(random, _open))),
                ]
            ),
        };
    }

    /// <summary>Somebody asks for something while the order stands still, has an answer, and then the process dies that gave it.</summary>
    private static Script Forgotten(Script script, Random random)
    {
        var status = Pick(random, _early);
        var held = _hour * (0.3 + random.NextDouble());
        var asks = Deed.Of(
            0,
            status,
            held * (random.NextDouble() / 2),
            random.Next(3) == 0
                ? Pick(random, [DeedKind.ChangeAddress, DeedKind.AskQuestion, DeedKind.Review, DeedKind.Pay])
                : DeedKind.Cancel,
            random.Next(1_000_000)
        );
        var hold = new AimedFault(0, status, TimeSpan.Zero, held, CallKind.Step, FaultKind.Hang);
        return With(
            script with
            {
                Deeds = [.. script.Deeds, asks],
            },
            new AimedFault(
                0,
                status,
                held * 0.7,
                held,
                CallKind.Any,
                Pick(random, [FaultKind.CrashBefore, FaultKind.CrashAfter, FaultKind.Stall]),
                Times: 1
            ),
            hold
        );
    }

    private static AimedFault Hit(Random random, CallKind at, FaultKind kind, OrderStatus from) =>
        new(0, from, TimeSpan.Zero, TimeSpan.FromDays(3), at, kind, random.Next(4), 1 + random.Next(2));

    private static Script With(Script script, params ReadOnlySpan<AimedFault> faults) => script with { Aimed = [.. faults] };

    private static T Pick<T>(Random random, IReadOnlyList<T> of) => of[random.Next(of.Count)];
}
