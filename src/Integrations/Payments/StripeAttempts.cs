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

    // A session lives for half an hour at least and a day at most (https://docs.stripe.com/api/checkout/sessions/create).
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(31);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(24) - TimeSpan.FromMinutes(1);

    // Their clock and ours.
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    /// <returns>Where the customer pays, or has paid just now: what is on its way to the order is not asked for again.</returns>
    public async Task<string> OpenAsync(Collection wanted, CancellationToken cancellation)
    {
        var asked = new Attempt(wanted.OrderId, wanted.OrderNumber, wanted.Due, wanted.Method, wanted.Until, wanted.Reference);
        var paid = Money.Zero(wanted.Due.Currency);
        foreach (var earlier in await ListAsync(asked.OrderId, cancellation))
        {
            if (earlier.Key == KeyOf(asked) || await CloseAsync(earlier, cancellation) is not { Status: "complete" } completed)
                continue;
            paid += OnceOnly.AskedIn<Attempt>(earlier).Due;
            if (paid > wanted.Received)
                return completed.Url;
        }

        var opened = await once.AskAsync(
            asked.OrderId,
            KeyOf(asked),
            asked,
            (note, first) => FindAsync(note, first, cancellation),
            (note, first) => CreateAsync(note, first, cancellation),
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
    public async Task<IReadOnlyList<Session>> CompletedAsync(string orderId, SessionGetOptions options, CancellationToken cancellation)
    {
        List<Session> completed = [];
        foreach (var note in await ListAsync(orderId, cancellation))
        {
            var opened = OnceOnly.AnswerIn<OpenedSession>(note) ?? await FindAsync(note, OnceOnly.AskedIn<Attempt>(note), cancellation);
            if (opened is not null && opened.Status != "expired")
                completed.Add(await stripe.GetSessionAsync(opened.Id, options, cancellation));
        }

        return [.. completed.Where(session => session.Status == "complete")];
    }

    private Task<IReadOnlyList<PartnerNote>> ListAsync(string orderId, CancellationToken cancellation) =>
        log.ListAsync(orderId, Prefix, cancellation);

    private async Task<OpenedSession?> CloseAsync(PartnerNote note, CancellationToken cancellation)
    {
        var known = OnceOnly.AnswerIn<OpenedSession>(note);
        if (known is { Status: not "open" })
            return known;

        // One of which we never heard was shown to nobody; it is ended all the same.
        known ??= await FindAsync(note, OnceOnly.AskedIn<Attempt>(note), cancellation);
        if (known is null)
            return null;
        var session = await stripe.ExpireSessionAsync(known.Id, cancellation);
        if (session.Status == "open")
            throw new HttpRequestException("Stripe has a session open that it would not end.");
        var closed = known with { Status = session.Status };
        await log.AnswerAsync(note, System.Text.Json.JsonSerializer.Serialize(closed, OrderJson.Options), cancellation);
        return closed;
    }

    private async Task<OpenedSession?> FindAsync(PartnerNote note, Attempt asked, CancellationToken cancellation)
    {
        await foreach (var session in stripe.SessionsSinceAsync(note.At - Skew, cancellation))
        {
            if (session.ClientReferenceId == asked.OrderId && session.Metadata?.GetValueOrDefault(StripeNames.Attempt) == note.Key)
                return Read(session);
        }

        return null;
    }

    private async Task<OpenedSession> CreateAsync(PartnerNote note, Attempt asked, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var until = asked.Until;
        if (until < now + Shortest)
            until = now + Shortest;
        if (until > now + Longest)
            until = now + Longest;
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
            ExpiresAt = until.UtcDateTime,
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
        return Read(await stripe.CreateSessionAsync(options, $"{asked.OrderId}:{note.Key}", cancellation));
    }

    private static OpenedSession Read(Session session) => new(session.Id, session.Url ?? "", session.Status);

    /// <summary>Null: whatever the account's dashboard allows.</summary>
    private static List<string>? TypesOf(PaymentMethod method) =>
        method switch
        {
            PaymentMethod.Card => ["card", "link"],
            PaymentMethod.Wallet => ["alipay", "wechat_pay"],
            _ => null,
        };

    // One key for each window in which money is waited for: a repeated step asks for the same one.
    private static string KeyOf(Attempt asked) =>
        FormattableString.Invariant($"{Prefix}{asked.Until.ToUnixTimeSeconds()}:{asked.Reference}");
}

/// <summary>What is asked for: <see cref="Collection"/>.</summary>
public sealed record Attempt(string OrderId, string OrderNumber, Money Due, PaymentMethod Method, DateTimeOffset Until, string Reference);

/// <param name="Status">Of the session, as far as is known: <c>open</c>, <c>complete</c>, <c>expired</c>.</param>
public sealed record OpenedSession(string Id, string Url, string Status);
