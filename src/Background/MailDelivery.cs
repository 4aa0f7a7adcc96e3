using Microsoft.Extensions.Logging;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Stock;
using Orders.Functions.Domain.Views;
using Orders.Functions.Integrations.Mail;
using Orders.Functions.Storage.Customers;
using Orders.Functions.Storage.Messaging;
using Orders.Functions.Storage.Orders;
using Orders.Functions.Storage.Tables;

namespace Orders.Functions.Background;

/// <summary>
/// Sends what an order owes its customer, once. The outbox row is the truth: <c>queued → sending → sent</c>. A row found in <c>sending</c>
/// was left by an attempt that did not end; the provider is asked whether it has the mail before it is sent again.
/// </summary>
public sealed class MailDelivery(
    MailOutbox outbox,
    OrderStore orders,
    ContactStore contacts,
    CaseTexts texts,
    LicenceIssuer licences,
    MailRenderer renderer,
    SendGridMailer mailer,
    OpsAlerts alerts,
    MailOptions options,
    PageLinks links,
    TimeProvider clock,
    ILogger<MailDelivery> logger
)
{
    /// <summary>With the longest wait between attempts: about three days.</summary>
    private const int LastAttempt = 300;

    /// <summary>With waits that double from two seconds: about ten minutes of trouble.</summary>
    private const int AttemptToReport = 8;

    /// <summary>How soon a mail is looked at again that waits for one before it.</summary>
    private static readonly TimeSpan _turn = TimeSpan.FromSeconds(1);

    /// <summary>How long a mail waits for those before it: a process may have died that had one in hand.</summary>
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan _firstWait = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan _longestWait = TimeSpan.FromMinutes(15);

    // Two mails of one order at a time would find each other in hand and come back later.
    private readonly Lanes _lanes = new();

    /// <returns>When to come back to this mail; null if there is nothing left to do.</returns>
    /// <exception cref="InvalidOperationException">The order owes no such mail.</exception>
    public Task<TimeSpan?> DeliverAsync(MailMessage message, CancellationToken cancellation) =>
        _lanes.RunAsync(message.OrderId, () => DeliverInTurnAsync(message, known: null, cancellation), cancellation);

    /// <summary>The same for a mail that this process has just come to owe: it need not read the order that it wrote.</summary>
    /// <inheritdoc cref="DeliverAsync"/>
    public Task<TimeSpan?> DeliverNewAsync(MailMessage message, CancellationToken cancellation) =>
        _lanes.RunAsync(
            message.OrderId,
            () => DeliverInTurnAsync(message, orders.RecallWithMails(message.OrderId), cancellation),
            cancellation
        );

    private async Task<TimeSpan?> DeliverInTurnAsync(MailMessage message, OrderWithMails? known, CancellationToken cancellation)
    {
        var order = known?.Find(message.Kind, message.Reference) is null
            ? await orders.FindWithMailsAsync(message.OrderId, cancellation)
            : known;
        var mail =
            order?.Find(message.Kind, message.Reference)
            ?? throw new InvalidOperationException($"Order {message.OrderId} owes no mail {message.Kind} '{message.Reference}'.");
        switch (mail.Status)
        {
            case OutboxStatus.Queued:
                return await SendInTurnAsync(message, mail, order!, cancellation);
            case OutboxStatus.Sending when clock.GetUtcNow() - mail.At is var age && age < options.AskAfter:
                return options.AskAfter - age;
            case OutboxStatus.Sending:
                return await ResumeAsync(message, mail, order!.Order, cancellation);
            default:
                return null;
        }
    }

    /// <summary>
    /// First sends what was owed before, whose own messages then find it done; what somebody else has in hand is waited for. What a customer
    /// reads should come in the order in which it happened.
    /// </summary>
    private async Task<TimeSpan?> SendInTurnAsync(
        MailMessage message,
        OutboxMail mail,
        OrderWithMails order,
        CancellationToken cancellation
    )
    {
        if (clock.GetUtcNow() - mail.OwedAt <= _patience)
        {
            foreach (var before in order.UnderWayBefore(mail))
            {
                MailMessage earlier = new(before.OrderId, before.Mail.Kind, before.Mail.Reference);
                if (before.Status != OutboxStatus.Queued || await SendAsync(earlier, before, order.Order, cancellation) is not null)
                    return _turn;
            }
        }

        return await SendAsync(message, mail, order.Order, cancellation);
    }

    private async Task<TimeSpan?> ResumeAsync(MailMessage message, OutboxMail mail, OrderRecord record, CancellationToken cancellation)
    {
        bool? has;
        try
        {
            has = await mailer.HasAsync(KeyOf(message), cancellation);
        }
        catch (HttpRequestException)
        {
            return await LaterAsync(message, mail, null, cancellation);
        }

        if (has == true)
            return await EndAsync(mail, OutboxStatus.Sent, cancellation);
        if (has == false || options.WhenUnsure == WhenUnsure.Resend)
            return await SendAsync(message, mail, record, cancellation);

        await AlertAsync(
            message,
            AlertKind.MailUnsure,
            "It is not known whether this mail went out, and the mail provider does not tell. Look there, and send it by hand if need be.",
            cancellation
        );
        return await EndAsync(mail, OutboxStatus.Held, cancellation);
    }

    private async Task<TimeSpan?> SendAsync(MailMessage message, OutboxMail mail, OrderRecord record, CancellationToken cancellation)
    {
        if (await ContentAsync(message, mail, record, cancellation) is not var (contact, text))
            return await EndAsync(mail, OutboxStatus.Lapsed, cancellation);

        // Whoever moves the row may send.
        if (await outbox.MoveAsync(mail, OutboxStatus.Sending, cancellation) is not { } sending)
            return await LookAgainAsync(mail, cancellation);

        var handover = await mailer.SendAsync(KeyOf(message), contact, text, cancellation);
        switch (handover.Outcome)
        {
            case HandoverOutcome.Taken:
                logger.LogInformation(
                    "Order {OrderId}: mail {Mail} sent.",
                    message.OrderId,
                    $"{OrderJson.Name(message.Kind)} {message.Reference}".TrimEnd()
                );
                return await EndAsync(sending, OutboxStatus.Sent, cancellation);

            case HandoverOutcome.Unanswered:
                return await LaterAsync(
                    message,
                    sending,
                    handover.RetryAfter > options.AskAfter ? handover.RetryAfter : options.AskAfter,
                    cancellation
                );

            case HandoverOutcome.Refused:
                await AlertAsync(
                    message,
                    AlertKind.MailRefused,
                    $"The mail provider refused this mail with status {handover.Status}.",
                    cancellation
                );
                return await EndAsync(sending, OutboxStatus.Failed, cancellation);

            case HandoverOutcome.NotAllowed:
                await alerts.RaiseAsync(
                    "mail:key",
                    AlertKind.MailKeyRefused,
                    null,
                    "The mail provider does not accept our API key. Mails wait until it does.",
                    cancellation
                );
                goto default;

            default:
                await outbox.MoveAsync(sending, OutboxStatus.Queued, cancellation);
                return await LaterAsync(message, sending, handover.RetryAfter, cancellation);
        }
    }

    /// <summary>Null if the mail is no longer of use.</summary>
    private async Task<(Contact Contact, MailText Text)?> ContentAsync(
        MailMessage message,
        OutboxMail mail,
        OrderRecord record,
        CancellationToken cancellation
    )
    {
        if (AsksForPayment(message.Kind) && (!IsPaymentAwaited(record.State) || OrderViews.IsPaymentSeen(record.Order, record.State)))
            return null;
        if (await contacts.FindRecentAsync(record.Order.CustomerId, message.OrderId, cancellation) is not { } contact)
        {
            logger.LogWarning("Order {OrderId}: mail {MailKind} lapses, the contact was erased.", message.OrderId, message.Kind);
            return null;
        }

        IReadOnlyList<Licence> keys = message.Kind switch
        {
            MailKind.Licences =>
            [
                .. (
                    await licences.IssueAsync(message.OrderId, ShortLines.There(record.Order.Lines, record.State.Short), cancellation)
                ).Where(licence => licence.RevokedBy is null),
            ],
            MailKind.Cancelled => await licences.RevokedAsync(message.OrderId, Licence.OfOrder, cancellation),
            MailKind.ReturnGranted or MailKind.ReturnSettled or MailKind.ReturnLapsed => await licences.RevokedAsync(
                message.OrderId,
                message.Reference,
                cancellation
            ),
            _ => [],
        };
        if (message.Kind == MailKind.Licences && keys.Count == 0)
            return null;
        var about = record.Cases.FirstOrDefault(filed => filed.CaseId == MailFacts.CaseOf(message.Reference));
        var answer = about is null ? null : await texts.AnswerAsync(record.Order.CustomerId, about, cancellation);

        // What is asked for is what is due now; the others tell of the order as it was when they became owed.
        var order =
            mail.Mail.Agreed is { } agreed && message.Kind != MailKind.Changed && !AsksForPayment(message.Kind)
                ? record.Placed.As(agreed.Terms)
                : record.Order;
        var content = new MailContent(order, record.State, record.Parcels, contact, mail.Mail, keys)
        {
            Names = record.Names,
            PageUrl = links.UrlOf(message.OrderId, clock.GetUtcNow()),
            Case = about,
            Question = about is null ? null : await texts.TextAsync(record.Order.CustomerId, about, cancellation),
            Answer = answer,
        };
        return (contact, renderer.Render(content));
    }

    private static bool AsksForPayment(MailKind kind) =>
        kind
            is MailKind.PaymentRequested
                or MailKind.PaymentReminder
                or MailKind.PaymentShort
                or MailKind.PaymentFailed
                or MailKind.ChangeDue
                or MailKind.PriceAdjustmentDue;

    private static bool IsPaymentAwaited(OrderState state) =>
        state.Status == OrderStatus.AwaitingPayment || state.Offer is { Confirmed: true };

    private async Task<TimeSpan?> EndAsync(OutboxMail mail, OutboxStatus status, CancellationToken cancellation) =>
        await outbox.MoveAsync(mail, status, cancellation) is null ? await LookAgainAsync(mail, cancellation) : null;

    /// <summary>Somebody else moved a mail: there is nothing left to do if they brought it to its end.</summary>
    private async Task<TimeSpan?> LookAgainAsync(OutboxMail mail, CancellationToken cancellation) =>
        await outbox.FindAsync(mail.OrderId, mail.Mail.Kind, mail.Mail.Reference, cancellation) is { IsOwed: true }
            ? options.AskAfter
            : null;

    private async Task<TimeSpan?> LaterAsync(MailMessage message, OutboxMail mail, TimeSpan? atLeast, CancellationToken cancellation)
    {
        if (message.Attempt >= LastAttempt)
        {
            await AlertAsync(message, AlertKind.MailUndelivered, "The mail provider did not take this mail for three days.", cancellation);
            return await outbox.FindAsync(message.OrderId, message.Kind, message.Reference, cancellation) is { } last
                ? await EndAsync(last, OutboxStatus.Failed, cancellation)
                : null;
        }

        if (message.Attempt == AttemptToReport)
            await alerts.RaiseAsync(
                "mail:outage",
                AlertKind.MailOutage,
                null,
                "The mail provider has been in trouble for minutes. Mails wait and are tried again.",
                cancellation
            );
        logger.LogWarning(
            "Order {OrderId}: mail {MailKind} {Reference} waits, attempt {Attempt}, status {MailStatus}.",
            message.OrderId,
            message.Kind,
            message.Reference,
            message.Attempt,
            mail.Status
        );
        var wait = TimeSpan.FromTicks((long)Math.Min(_longestWait.Ticks, _firstWait.Ticks * Math.Pow(2, message.Attempt)));
        return atLeast > wait ? atLeast : wait;
    }

    private Task AlertAsync(MailMessage message, AlertKind kind, string text, CancellationToken cancellation) =>
        alerts.RaiseAsync(
            $"{OrderJson.Name(kind)}:{KeyOf(message)}",
            kind,
            message.OrderId,
            $"{OrderJson.Name(message.Kind)}: {text}",
            cancellation
        );

    private static string KeyOf(MailMessage message) => $"{message.OrderId}/{OrderJson.Name(message.Kind)}/{message.Reference}";
}
