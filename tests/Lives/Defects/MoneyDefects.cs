using Durable.Testing.Hub;
using Lives.Machine;
using Lives.Scripts;
using Microsoft.Extensions.DependencyInjection;
using Orders.Functions.Activities;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Status;
using Orders.Functions.Integrations.Sandbox;
using Orders.Functions.Integrations.Webhooks;
using Orders.Functions.Storage.Orders;

namespace Lives.Defects;

/// <summary>Each try of a refund is a new refund to the payment provider.</summary>
internal sealed class RefundWithoutKey : Defect
{
    public override string Name => "refund without key";

    public override void Spoil(IServiceCollection services, World world) =>
        Payments.Spoil(services, (company, key, amount) => (company.NextKey(key), amount));
}

/// <summary>One cent more goes back than is written down.</summary>
internal sealed class RefundTooMuch : Defect
{
    public override string Name => "one cent too much refunded";

    public override void Spoil(IServiceCollection services, World world) =>
        Payments.Spoil(services, (_, key, amount) => (key, amount with { Amount = amount.Amount + 1 }));
}

/// <summary>A payment that is only announced counts as made.</summary>
internal sealed class PendingCountsAsPaid : Defect
{
    public override string Name => "announced payment counts as made";

    public override void Spoil(IServiceCollection services, World world) =>
        Webhooks.Spoil(
            services,
            update =>
                update.Type is PaymentUpdateType.Pending or PaymentUpdateType.Failed
                    ? update with
                    {
                        Type = PaymentUpdateType.Succeeded,
                    }
                    : update
        );
}

/// <summary>Each delivery of one payment event is another event.</summary>
internal sealed class PaymentCountedPerDelivery : Defect
{
    private int _deliveries;

    public override string Name => "payment counted per delivery";

    public override void Spoil(IServiceCollection services, World world) =>
        Webhooks.Spoil(
            services,
            update =>
            {
                var delivery = $"{update.EventId}#{++_deliveries}";
                return update with
                {
                    EventId = delivery,
                    Reference = update.Type == PaymentUpdateType.Succeeded ? delivery : update.Reference,
                };
            }
        );
}

/// <summary>What the payment provider calls a payment is not read: each event that tells of it is a payment.</summary>
internal sealed class PaymentCountedPerEvent : Defect
{
    public override string Name => "payment counted per event";

    public override bool ShowsIn(Script script) => script.Deeds.Any(deed => deed.Kind is DeedKind.SendCoin or DeedKind.TellMoneyTwice);

    public override void Spoil(IServiceCollection services, World world) =>
        Webhooks.Spoil(services, update => update with { Reference = null });
}

/// <summary>A ledger entry is now and then left out.</summary>
internal sealed class LedgerEntryLeftOut : Defect
{
    public override string Name => "ledger entry left out";

    public override async Task<object?> RunAsync(ActivityRun run, Func<Task<object?>> activity)
    {
        if (run is not { Name: nameof(RecordProgress), Input: Progress { Ledger.Count: > 1 } progress })
            return await activity();
        await run.Services.GetRequiredService<OrderStore>().RecordAsync(progress with { Ledger = [.. progress.Ledger.Skip(1)] });
        return null;
    }
}

/// <summary>The payment provider behind a fault of ours.</summary>
internal sealed class Payments(IPaymentProvider company, Func<Payments, string, Money, (string Key, Money Amount)> refund)
    : IPaymentProvider
{
    private int _calls;

    public string Name => company.Name;

    public static void Spoil(IServiceCollection services, Func<Payments, string, Money, (string Key, Money Amount)> refund)
    {
        var service = services.First(service => service.ServiceType == typeof(IPaymentProvider));
        services.Remove(service);
        services.AddSingleton<IPaymentProvider>(new Payments((IPaymentProvider)service.ImplementationInstance!, refund));
    }

    public string NextKey(string key) => $"{key}#{++_calls}";

    public Task<PaymentRequest> RequestAsync(PaymentToCollect wanted, CancellationToken cancellation = default) =>
        company.RequestAsync(wanted, cancellation);

    public Task<RefundReceipt> RefundAsync(string idempotencyKey, string orderId, Money amount, CancellationToken cancellation = default)
    {
        var (key, spoilt) = refund(this, idempotencyKey, amount);
        return company.RefundAsync(key, orderId, spoilt, cancellation);
    }

    public Task CancelAsync(string orderId, CancellationToken cancellation = default) => company.CancelAsync(orderId, cancellation);

    public Task<string?> FindOrderAsync(string payment, CancellationToken cancellation = default) =>
        company.FindOrderAsync(payment, cancellation);
}

/// <summary>The reading of payment webhooks with a fault in it.</summary>
internal sealed class Webhooks(IWebhookAdapter adapter, Func<PaymentUpdate, PaymentUpdate> spoil) : IWebhookAdapter
{
    public WebhookKind Kind => adapter.Kind;

    public string Name => adapter.Name;

    public IReadOnlyList<string> Headers => adapter.Headers;

    public static void Spoil(IServiceCollection services, Func<PaymentUpdate, PaymentUpdate> spoil)
    {
        var service = services.First(service => service.ImplementationInstance is SandboxPaymentWebhook);
        services.Remove(service);
        services.AddSingleton<IWebhookAdapter>(new Webhooks((IWebhookAdapter)service.ImplementationInstance!, spoil));
    }

    public WebhookReading Read(IReadOnlyDictionary<string, string> headers, ReadOnlyMemory<byte> body, DateTimeOffset receivedAt) =>
        adapter.Read(headers, body, receivedAt) switch
        {
            PaymentWebhook payment => payment with { Update = spoil(payment.Update) },
            var reading => reading,
        };
}
