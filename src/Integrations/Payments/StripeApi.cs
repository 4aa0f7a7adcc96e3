using Orders.Functions.Domain.Payments;
using Orders.Functions.Integrations.Partners;
using Polly;
using Stripe;
using Stripe.Checkout;

namespace Orders.Functions.Integrations.Payments;

/// <summary>Stripe's API, by Stripe's own client; what it answers is done, refused or unknown as of every company.</summary>
public sealed class StripeApi(IHttpClientFactory clients, StripeSettings settings)
{
    /// <summary>The name of its HTTP client.</summary>
    public const string Client = "stripe";

    public Task<Session> CreateSessionAsync(SessionCreateOptions session, string idempotencyKey, CancellationToken cancellation) =>
        CallAsync(() => Sessions.CreateAsync(session, Key(idempotencyKey), cancellation));

    public Task<Session> GetSessionAsync(string id, SessionGetOptions? options, CancellationToken cancellation) =>
        CallAsync(() => Sessions.GetAsync(id, options, requestOptions: null, cancellation));

    /// <summary>Those that were made since a time, the newest first.</summary>
    public Task<List<Session>> SessionsSinceAsync(DateTimeOffset time, CancellationToken cancellation) =>
        CallAsync(() =>
            Sessions
                .ListAutoPagingAsync(
                    new SessionListOptions
                    {
                        Created = new DateRangeOptions { GreaterThanOrEqual = time.UtcDateTime },
                        Limit = 100,
                    },
                    requestOptions: null,
                    cancellation
                )
                .ToListAsync(cancellation)
                .AsTask()
        );

    /// <summary>Ends a session that is still open; one that is not stays as it is.</summary>
    /// <returns>As it is afterwards.</returns>
    public async Task<Session> ExpireSessionAsync(string id, CancellationToken cancellation)
    {
        try
        {
            return await CallAsync(() => Sessions.ExpireAsync(id, options: null, requestOptions: null, cancellation));
        }
        catch (PaymentRefusedException)
        {
            return await GetSessionAsync(id, options: null, cancellation);
        }
    }

    public Task<Refund> CreateRefundAsync(RefundCreateOptions refund, string idempotencyKey, CancellationToken cancellation) =>
        CallAsync(() => new RefundService(Stripe()).CreateAsync(refund, Key(idempotencyKey), cancellation));

    /// <summary>All refunds of a payment.</summary>
    public Task<List<Refund>> RefundsOfAsync(string paymentIntent, CancellationToken cancellation) =>
        CallAsync(() =>
            new RefundService(Stripe())
                .ListAutoPagingAsync(
                    new RefundListOptions { PaymentIntent = paymentIntent, Limit = 100 },
                    requestOptions: null,
                    cancellation
                )
                .ToListAsync(cancellation)
                .AsTask()
        );

    public Task<PaymentIntent> GetPaymentIntentAsync(string id, CancellationToken cancellation) =>
        CallAsync(() => new PaymentIntentService(Stripe()).GetAsync(id, options: null, requestOptions: null, cancellation));

    private SessionService Sessions => new(Stripe());

    // A client each time: the factory changes the connections below it. Repeating is left to them too.
    private StripeClient Stripe() =>
        new(
            new StripeClientOptions
            {
                ApiKey = settings.SecretKey,
                ApiBase = settings.ApiUrl.AbsoluteUri.TrimEnd('/'),
                HttpClient = new SystemNetHttpClient(clients.CreateClient(Client), maxNetworkRetries: 0, enableTelemetry: false),
            }
        );

    private static RequestOptions Key(string idempotencyKey) => new() { IdempotencyKey = idempotencyKey };

    private static async Task<T> CallAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (StripeException e) when (e.StripeError?.Type != "idempotency_error" && PartnerHttp.IsRefusal(e.HttpStatusCode))
        {
            throw new PaymentRefusedException($"Stripe refused: {e.StripeError?.Code ?? e.StripeError?.Type ?? $"{e.HttpStatusCode}"}.", e);
        }
        catch (Exception e) when (e is StripeException or ExecutionRejectedException)
        {
            throw new HttpRequestException($"Stripe did not answer as it should: {e.GetType().Name}.", e);
        }
    }
}
