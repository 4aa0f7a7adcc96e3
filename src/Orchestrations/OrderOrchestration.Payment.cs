using Orders.Functions.Activities;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Orchestrations;

// 3. Payment wait
public sealed partial class OrderOrchestration
{
    private async Task<Stop?> WaitForPaymentAsync()
    {
        var window = _order.Windows.PaymentFor(_order.PaymentMethod);
        var opened = Now;
        var deadline = opened + window;

        _undo.Push(WithdrawPaymentRequestAsync);
        var url = await _context.CallPartnerAsync<string>(nameof(RequestPayment), new PaymentDemand(_order.OrderId, Paid < _due ? _due - Paid : _due, deadline), Retries.Partner);
        await RecordAsync(
            _state with { Status = OrderStatus.AwaitingPayment, PaymentUrl = url, Deadlines = _state.Deadlines.With("payment", deadline) },
            timeline: [Entry("review_passed", "system"), Entry("payment_awaited", "system", Amount(_due), ("until", deadline.ToString("O")))]);

        var stop = await WaitUntilPaidAsync(opened + (window / 2), deadline, occasion: "");
        if (stop is null)
        {
            await RecordAsync(
                _state with { Status = OrderStatus.CheckingStock, PaymentUrl = null, Deadlines = _state.Deadlines.Without("payment") },
                timeline: [Entry("paid", "payment", Amount(_due))],
                mails: [new(MailKind.Paid)]);
        }

        return stop;
    }

    /// <param name="occasion">Tells the order's payment windows apart; empty for its first.</param>
    private async Task<Stop?> WaitUntilPaidAsync(DateTimeOffset reminder, DateTimeOffset deadline, string occasion)
    {
        var reminded = false;
        var extended = false;
        while (Paid < _due)
        {
            switch (await NextUntilAsync(reminded ? deadline : reminder))
            {
                case PaymentUpdate update:
                    var seen = await TakePaymentAsync(update);
                    if (seen == PaymentVerdict.NotYetConfirmed && !extended)
                    {
                        extended = true;
                        reminded = true;
                        deadline += _order.Windows.CryptoGrace;
                        await RecordAsync(_state with { Deadlines = _state.Deadlines.With("payment", deadline) }, timeline: [Entry("payment_window_extended", "system", ("until", deadline.ToString("O")))]);
                    }

                    break;

                case null when reminded && await StandByWhatIsPaidAsync():
                    break;

                case null when reminded:
                    return new Stop(["payment_timeout"], By: "system");

                case null:
                    reminded = true;
                    await RecordAsync(_state, timeline: [Entry("payment_reminded", "system")], mails: [new(MailKind.PaymentReminder, occasion)]);
                    break;

                case { } other when await TakeAsync(other) is { } stop:
                    return stop;
            }
        }

        return null;
    }
}
