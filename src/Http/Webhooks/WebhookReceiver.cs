using System.Text.Json;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Orders.Functions.Commands;
using Orders.Functions.Commands.Payments;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Status;
using Orders.Functions.Integrations.Webhooks;
using Orders.Functions.Storage.Messaging;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Http.Webhooks;

/// <summary>
/// Takes one delivery of an outside company: verified, kept, told; nothing slow. What cannot be used goes to quarantine.
/// </summary>
public sealed class WebhookReceiver(
    IEnumerable<IWebhookAdapter> adapters,
    WaybillIndex waybills,
    OutsideEvents events,
    TakePaymentNewsCommand payments,
    Quarantine quarantine,
    DoubtedScans doubted,
    PaymentProviderRegistry providers,
    IEnumerable<IPaymentNews> news,
    ILogger<WebhookReceiver> log
)
{
    private readonly IWebhookAdapter[] _adapters = [.. adapters];

    public IWebhookAdapter? Find(WebhookKind kind, string name) =>
        Array.Find(_adapters, adapter => adapter.Kind == kind && adapter.Name == name);

    public IWebhookAdapter? Find(string source) => Array.Find(_adapters, adapter => adapter.Source == source);

    /// <summary>Takes a delivery in.</summary>
    /// <param name="headers">Those that the adapter reads.</param>
    public async Task<WebhookOutcome> ReceiveAsync(
        DurableTaskClient client,
        IWebhookAdapter adapter,
        IReadOnlyDictionary<string, string> headers,
        ReadOnlyMemory<byte> body,
        DateTimeOffset receivedAt,
        CancellationToken cancellation
    )
    {
        var source = adapter.Source;
        var outcome = await TryAsync(client, adapter, headers, body, receivedAt, cancellation);
        if (outcome.Result == WebhookResult.Refused)
            await quarantine.AddRefusedAsync(source, outcome.Reason!, body, headers, cancellation);
        else if (outcome.Reason is not null)
            await quarantine.AddAsync(source, outcome.Reason, body, headers, cancellation: cancellation);
        if (outcome.Doubted is var (waybill, owner, scans))
            foreach (var scan in scans)
                await doubted.AlertAsync(adapter.Name, waybill, owner, scan, cancellation);
        if (outcome.Reason is not null)
            log.LogWarning("A delivery of {Source} was {Outcome}: {Reason}", source, outcome.Result, outcome.Reason.Split(':')[0]);
        return outcome;
    }

    /// <summary>Like <see cref="ReceiveAsync"/>, but leaves the quarantine alone: for replays.</summary>
    public async Task<WebhookOutcome> TryAsync(
        DurableTaskClient client,
        IWebhookAdapter adapter,
        IReadOnlyDictionary<string, string> headers,
        ReadOnlyMemory<byte> body,
        DateTimeOffset receivedAt,
        CancellationToken cancellation
    )
    {
        switch (adapter.Read(headers, body, receivedAt))
        {
            case WebhookRefused refused:
                return new(WebhookResult.Refused, refused.Reason);

            case NothingToTell:
                return new(WebhookResult.Ignored, null);

            case PaymentWebhook(var named, var update, var payment):
                var orderId = named ?? await providers.Named(adapter.Name).FindOrderAsync(payment!, cancellation);
                if (orderId is null)
                    return new(WebhookResult.Quarantined, $"payment_unknown: {payment}");
                return OutcomeOf(await TakeAsync(new(orderId, update)));

            case PaymentHint(var about):
                var told = new List<WebhookOutcome>();
                foreach (var one in await news.Single(company => company.Name == adapter.Name).ReadAsync(about, cancellation))
                    told.Add(OutcomeOf(await TakeAsync(one)));
                return told.Find(one => one.Reason is not null)
                    ?? told.Find(one => one.Result == WebhookResult.Accepted)
                    ?? told.FirstOrDefault()
                    ?? new(WebhookResult.Ignored, null);

            case CarrierWebhook(var waybill, var update):
                if (await waybills.FindAsync(adapter.Name, waybill, cancellation) is not { } parcel)
                    return new(WebhookResult.Quarantined, $"waybill_unknown: {waybill}");
                var (believed, unlikely) = doubted.Judge(update.Scans, parcel, receivedAt);
                var taken =
                    unlikely.Count > 0 && believed.Count == 0
                        ? new WebhookOutcome(WebhookResult.Quarantined, null)
                        : OutcomeOf(
                            await events.AcceptAsync(
                                client,
                                adapter.Source,
                                new(
                                    parcel.OrderId,
                                    parcel.ParcelNumber,
                                    OrderEvents.CarrierUpdate,
                                    update.EventId,
                                    JsonSerializer.SerializeToElement(update with { Scans = believed }, OrderJson.Options),
                                    parcel.Rma
                                ),
                                body,
                                cancellation
                            )
                        );

                // What else the delivery tells is taken.
                return unlikely.Count == 0 ? taken : taken with { Reason = unlikely[0].Reason, Doubted = (waybill, parcel, unlikely) };

            case WebhookNotUnderstood unclear:
                return new(WebhookResult.Quarantined, unclear.Reason);

            case var reading:
                throw new InvalidOperationException($"The adapter {adapter.Source} read a {reading.GetType().Name}, which nobody takes.");
        }

        Task<NewsTaken> TakeAsync(PaymentNews one) => payments.RunAsync(client, adapter.Source, adapter.Name, one, body, cancellation);
    }

    private static WebhookOutcome OutcomeOf(NewsTaken taken) =>
        taken.Outcome switch
        {
            AcceptOutcome.Accepted => new(WebhookResult.Accepted, null),
            AcceptOutcome.Duplicate => new(WebhookResult.Duplicate, null),
            _ => new(WebhookResult.Quarantined, taken.Reason),
        };
}

/// <param name="Reason">A code, with what is wrong behind a colon; null when all is well.</param>
/// <param name="Doubted">The scans of a parcel that cannot be its own.</param>
public sealed record WebhookOutcome(
    WebhookResult Result,
    string? Reason,
    (string Waybill, WaybillOwner Owner, IReadOnlyList<DoubtedScan> Scans)? Doubted = null
);

public enum WebhookResult
{
    Accepted,

    /// <summary>Known already; nothing happens twice.</summary>
    Duplicate,

    /// <summary>It has no meaning for an order.</summary>
    Ignored,

    /// <summary>Authentic, but of no use now.</summary>
    Quarantined,

    /// <summary>The signature does not hold.</summary>
    Refused,
}
