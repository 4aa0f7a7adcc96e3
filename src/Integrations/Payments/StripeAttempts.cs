using System.Text.Json;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Partners;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Views;
using Orders.Functions.Integrations.Partners;
using Stripe.Checkout;

namespace Orders.Functions.Integrations.Payments;

/// <summary>
/// The attempts to collect an order's money: Checkout Sessions, of which one at most is open. An attempt that the customer has completed
/// is never followed by another: its money is on its way.
/// </summary>
public sealed class StripeAttempts(StripeApi stripe, OnceOnly once, IPartnerLog log, PageLinks pages, TimeProvider time)
{
    private const string Prefix = "stripe/pay:";

    private const string Open = "open";
    private const string Expired = "expired";
    private const string Failed = "failed";
    private const string Paid = "paid";
    private const string UnderWay = "under_way";

    // A session lives for half an hour at least and a day at most (https://docs.stripe.com/api/checkout/sessions/create).
    // A quarter of an hour of it may pass until the company hears of it (OnceOnly).
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(31) + OnceOnly.UnknownFor;
    private static readonly TimeSpan Longest = TimeSpan.FromHours(24) - TimeSpan.FromMinutes(1);

    // Their clock and ours.
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    /// <returns>Where the customer pays, or has paid just now: what is on its way to the order is not asked for again.</returns>
    public async Task<string> OpenAsync(PaymentToCollect wanted, CancellationToken cancellation)
    {
        if (wanted.Method is not (PaymentMethod.Card or PaymentMethod.Wallet))
            throw new PaymentRefusedException($"Stripe is not asked for {OrderJson.Name(wanted.Method)}.");
        var (key, paid) = (KeyOf(wanted), Money.Zero(wanted.Due.Currency));
        var notes = await ListAsync(wanted.OrderId, cancellation);
        var own = notes.FirstOrDefault(note => note.Key == key);
        foreach (var other in notes.Where(note => note.Key != key))
        {
            // Whoever asked before it was asked otherwise has stood still since: what was asked for last stays.
            if (own is not null && other.At > own.At)
                return OnceOnly.AnswerIn<OpenedSession>(other)?.Url ?? throw new HttpRequestException("Another request is under way.");
            if (await CloseAsync(other, cancellation) is not { Status: Paid or UnderWay } completed)
                continue;
            paid += OnceOnly.AskedIn<PaymentToCollect>(other).Due;
            if (paid > wanted.Received)
                return completed.Url;
        }

        var opened = await once.AskAsync(
            wanted.OrderId,
            key,
            () => Task.FromResult(Plan(wanted)),
            note => FindAsync(note, cancellation),
            (note, asked) => CreateAsync(note, asked, cancellation),
            cancellation: cancellation
        );
        return opened.Url;
    }

    /// <summary>Ends what is open.</summary>
    public async Task CloseAsync(string orderId, CancellationToken cancellation)
    {
        foreach (var attempt in await ListAsync(orderId, cancellation))
            await CloseAsync(attempt, cancellation);
    }

    /// <summary>The sessions of an order that the customer has completed.</summary>
    public async Task<IReadOnlyList<Session>> CompletedAsync(string orderId, SessionGetOptions? options, CancellationToken cancellation)
    {
        List<Session> completed = [];
        foreach (var note in await ListAsync(orderId, cancellation))
        {
            var opened = OnceOnly.AnswerIn<OpenedSession>(note) ?? await FindAsync(note, cancellation);
            if (opened is not null && opened.Status != Expired)
                completed.Add(await stripe.GetSessionAsync(opened.Id, options, cancellation));
        }

        return [.. completed.Where(session => session.Status == "complete")];
    }

    private Task<IReadOnlyList<PartnerNote>> ListAsync(string orderId, CancellationToken cancellation) =>
        log.ListAsync(orderId, Prefix, cancellation);

    private async Task<OpenedSession?> CloseAsync(PartnerNote note, CancellationToken cancellation)
    {
        var known = OnceOnly.AnswerIn<OpenedSession>(note);
        if (known is { Status: Expired or Paid })
            return known;

        // One of which we never heard was shown to nobody; it is ended all the same.
        known ??= await FindAsync(note, cancellation);
        if (known is null)
            return null;
        var closed = known with { Status = await StatusOfAsync(await stripe.ExpireSessionAsync(known.Id, cancellation), cancellation) };
        if (closed.Status == Open)
            throw new HttpRequestException("Stripe has a session open that it would not end.");
        await log.AnswerAsync(note, JsonSerializer.Serialize(closed, OrderJson.Options), cancellation);
        return closed;
    }

    /// <summary>A session is complete as soon as the customer has chosen by what they pay: some methods tell days later whether they did.</summary>
    private async Task<string> StatusOfAsync(Session session, CancellationToken cancellation) =>
        session.Status != "complete" ? session.Status
        : session.PaymentStatus != "unpaid" ? Paid
        : session.PaymentIntentId is { } payment
        && (await stripe.GetPaymentIntentAsync(payment, cancellation)).Status is "requires_payment_method" or "canceled"
            ? Failed
        : UnderWay;

    private async Task<OpenedSession?> FindAsync(PartnerNote note, CancellationToken cancellation) =>
        (await stripe.SessionsSinceAsync(note.At - Skew, cancellation)).Find(session =>
            session.ClientReferenceId == note.OrderId && session.Metadata?.GetValueOrDefault(StripeNames.Attempt) == note.Key
        )
            is { } made
            ? Read(made)
            : null;

    /// <summary>Until Stripe's session ends, which may be sooner or later than it is waited for.</summary>
    private PaymentToCollect Plan(PaymentToCollect wanted)
    {
        var (now, until) = (time.GetUtcNow(), wanted.Until);
        if (until < now + Shortest)
            until = now + Shortest;
        if (until > now + Longest)
            until = now + Longest;
        return wanted with { Until = until };
    }

    private async Task<OpenedSession> CreateAsync(PartnerNote note, PaymentToCollect asked, CancellationToken cancellation)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [StripeNames.Order] = asked.OrderId,
            [StripeNames.Attempt] = note.Key,
        };
        var page = pages.UrlOf(asked.OrderId, note.At).AbsoluteUri;
        var options = new SessionCreateOptions
        {
            Mode = "payment",
            ClientReferenceId = asked.OrderId,
            SuccessUrl = page,
            CancelUrl = page,
            ExpiresAt = asked.Until.UtcDateTime,
            AdaptivePricing = new() { Enabled = false },
            AllowedPaymentMethodTypes = TypesOf(asked.Method),
            LineItems =
            [
                new()
                {
                    Quantity = 1,
                    PriceData = new()
                    {
                        Currency = asked.Due.Currency.ToLowerInvariant(),
                        UnitAmount = StripeAmounts.Of(asked.Due),
                        ProductData = new() { Name = asked.OrderNumber },
                    },
                },
            ],
            Metadata = names,
            PaymentIntentData = new() { Description = asked.OrderNumber, Metadata = names },
        };
        return Read(await stripe.CreateSessionAsync(options, note.IdempotencyKey, cancellation));
    }

    private static OpenedSession Read(Session session) => new(session.Id, session.Url ?? "", session.Status);

    /// <summary>Methods that tell at once whether it was paid.</summary>
    private static List<string> TypesOf(PaymentMethod method) =>
        method == PaymentMethod.Wallet ? ["alipay", "wechat_pay"] : ["card", "link"];

    // One key for each window in which money is waited for: a repeated step asks for the same one.
    private static string KeyOf(PaymentToCollect wanted) =>
        FormattableString.Invariant($"{Prefix}{wanted.Until.ToUnixTimeSeconds()}:{wanted.Reference}");
}

/// <param name="Status">
/// What is known of it: open; expired and paid, which it stays; under way, or failed, where the customer has chosen a method that tells
/// later.
/// </param>
public sealed record OpenedSession(string Id, string Url, string Status);
