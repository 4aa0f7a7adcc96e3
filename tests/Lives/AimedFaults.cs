using Lives.Machine;
using Lives.Scripts;
using Lives.Storage;
using Orders.Functions.Storage.Tables;

namespace Lives;

/// <summary>Tells which calls of a life the script's aimed faults hit.</summary>
internal sealed class AimedFaults(Life life, IReadOnlyList<AimedFault> faults)
{
    private readonly int[] _met = new int[faults.Count];

    public AimedHit? Meet(StorageCall call)
    {
        AimedHit? hit = null;
        for (var i = 0; i < faults.Count; i++)
        {
            var fault = faults[i];
            if (
                life.OrderIdOf(fault.Order) is not { } orderId
                || !Matches(fault.At, call, orderId)
                || life.Times.Of(orderId, fault.From, fault.Again) is not { } since
            )
                continue;
            var begin = since + fault.After;
            var now = life.World.Clock.Now;
            if (now < begin || now >= begin + fault.For || hit is not null)
                continue;
            var met = _met[i]++ - fault.Skip;
            if (met >= 0 && (fault.Times == 0 || met < fault.Times))
                hit = new AimedHit(fault.Kind, begin + fault.For, met == 0);
        }

        return hit;
    }

    private static bool Matches(CallKind kind, StorageCall call, string orderId) =>
        kind switch
        {
            CallKind.Step => IsStep(call) && call.Partition == orderId,
            CallKind.PartStep => IsStep(call)
                && call.Partition.Length > orderId.Length
                && call.Partition.StartsWith(orderId, StringComparison.Ordinal),
            CallKind.ParcelStep => IsStep(call) && call.Partition.StartsWith($"{orderId}-p", StringComparison.Ordinal),
            CallKind.Message => call is { Store: HubDoor.Name, Verb: StorageVerb.Add }
                && call.Partition.StartsWith(orderId, StringComparison.Ordinal),
            CallKind.Progress => call is { Store: StorageSchema.Orders, Writes: true } && call.Partition == orderId,
            CallKind.Demand => call.Store == "payments" && call.Partition.StartsWith($"request:{orderId}", StringComparison.Ordinal),
            CallKind.Refund => call.Store == "payments" && call.Partition.StartsWith($"refund:{orderId}", StringComparison.Ordinal),
            CallKind.Stock => call is { Store: StorageSchema.Stock, Writes: true },
            CallKind.Licences => call is { Store: StorageSchema.Licences, Writes: true },
            CallKind.Mail => call.Store == "mail" && call.Partition.StartsWith($"send:{orderId}", StringComparison.Ordinal),
            CallKind.Booking => call.Store == "carrier" && call.Partition.StartsWith("book:", StringComparison.Ordinal),
            CallKind.Any => true,
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There are no such calls."),
        };

    /// <summary>A step is two calls: what it has others do is sent first, then it is written down.</summary>
    private static bool IsStep(StorageCall call) => call is { Store: HubDoor.Name, Verb: StorageVerb.Send or StorageVerb.Transaction };
}
