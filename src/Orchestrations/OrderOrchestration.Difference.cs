using Orders.Functions.Activities;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Stock;

namespace Orders.Functions.Orchestrations;

// What a substitute costs more or less than what it stands for.
public sealed partial class OrderOrchestration
{
    /// <summary>Pays back what is too much, or collects what is missing.</summary>
    /// <param name="occasion">Of the refund, or of the payment request.</param>
    /// <param name="taken">The substitutes that are given up again if the difference is not paid.</param>
    /// <param name="reasons">For a refund.</param>
    private async Task<Stop?> SettleDifferenceAsync(string occasion, IReadOnlyList<OrderLine> taken, IReadOnlyList<string> reasons)
    {
        if (Paid >= _due || taken.Count == 0)
        {
            var back = Paid - _due;
            await RefundAsync(back, occasion, [new(MailKind.Refunded, occasion, Facts(Amount(back), ("reason", string.Join(',', reasons))))]);
            return null;
        }

        var stop = await CollectForSubstitutesAsync(occasion);
        return stop is { RequestId: null } ? await GiveUpSubstitutesAsync(taken) : stop;
    }

    private async Task<Stop?> CollectForSubstitutesAsync(string occasion)
    {
        _beforeRise = null;
        var window = _order.Windows.PaymentFor(_order.PaymentMethod);
        var opened = Now;
        var url = await _context.CallPartnerAsync<string>(nameof(RequestPayment), new PaymentDemand(_order.OrderId, _due - Paid, opened + window, occasion), Retries.Partner);
        await RecordAsync(
            _state with { Status = OrderStatus.AwaitingPayment, PaymentUrl = url, Deadlines = _state.Deadlines.With("payment", opened + window) },
            timeline: [Entry("payment_awaited", "system", Amount(_due - Paid), ("until", (opened + window).ToString("O")))],
            mails: [new(MailKind.DifferenceDue, occasion, Facts(("missing", (_due - Paid).ToString())))]);

        var stop = await WaitUntilPaidAsync(opened + (window / 2), opened + window, occasion);
        if (stop is { RequestId: null })
        {
            await WithdrawPaymentRequestAsync();
        }

        var after = _state with { Status = OrderStatus.CheckingStock, PaymentUrl = null, Deadlines = _state.Deadlines.Without("payment") };
        if (stop is null)
        {
            await RecordAsync(after, timeline: [Entry("paid", "payment", Amount(_due))]);
        }
        else
        {
            _state = after;
        }

        return stop;
    }

    /// <summary>As if the goods they stood for had not come in time.</summary>
    private async Task<Stop?> GiveUpSubstitutesAsync(IReadOnlyList<OrderLine> taken)
    {
        IReadOnlyList<string> reasons = [.. taken.Select(line => $"substitute_unpaid:{line.Sku}")];
        if (!StockRules.AllowsParts(_order, _state.Short))
        {
            return new Stop(reasons, By: "system");
        }

        var step = FormattableString.Invariant($"unpaid-{++_stockSteps}");
        var amended = await AmendStockAsync(step, new StockAmendment { Return = [.. taken.Select(line => new ParcelLine(line.Sku, line.Quantity))] });
        if (!TakeOff(amended.GivenUp, [], []))
        {
            return new Stop(reasons, By: "system");
        }

        await RecordAsync(_state, timeline: [Entry("stock_given_up", "system", ("skus", string.Join(", ", taken.Select(line => line.Sku))))]);
        return await SettleDifferenceAsync(step, [], reasons);
    }
}
