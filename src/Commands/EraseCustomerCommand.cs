using Microsoft.Extensions.Logging;
using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Commands;

/// <summary>Erases a customer; while orders of theirs are open it says so first, and wants to be told again.</summary>
public sealed class EraseCustomerCommand(CustomerErasure customers, ILogger<EraseCustomerCommand> log)
{
    public async Task<Outcome<Erasure>> RunAsync(ErasureOrder asked, CancellationToken cancellation)
    {
        if (await customers.FindAsync(asked.CustomerId, cancellation) is not { } file)
            return new Missing("customer");
        if (file is { KeySince: not null, Open.Count: > 0 } && asked.OpenOrders == OpenOrders.StandInTheWay)
            return new Refusal(Refused.Erasure, ReasonCode.OpenOrders) { Open = file.Open };

        string[] open = [.. file.Open.Select(order => order.OrderNumber)];
        if (await customers.EraseAsync(asked.CustomerId, asked.By, asked.Reason, open, cancellation) is not { } erasure)
            return new Missing("customer");
        log.LogInformation("Customer {CustomerId} was erased, with {OpenOrders} open orders.", asked.CustomerId, erasure.OpenOrders.Count);
        return new Done<Erasure>(erasure);
    }
}

/// <param name="By">Who of operations does it.</param>
/// <param name="Reason">Kept for good: never personal data.</param>
public sealed record ErasureOrder(string CustomerId, OpenOrders OpenOrders, string By, string Reason);

/// <summary>What open orders are to an erasure.</summary>
public enum OpenOrders
{
    StandInTheWay,

    /// <summary>They go on without name and address.</summary>
    GoOn,
}
