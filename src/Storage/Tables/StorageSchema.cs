using Azure.Data.Tables;
using Azure.Storage.Queues;

namespace Orders.Functions.Storage.Tables;

/// <summary>The names of our tables and queues.</summary>
internal static class StorageSchema
{
    public const string CarrierPauses = nameof(CarrierPauses);
    public const string Cases = nameof(Cases);
    public const string Catalogue = nameof(Catalogue);
    public const string ContactIndex = nameof(ContactIndex);
    public const string Contacts = nameof(Contacts);
    public const string Idempotency = nameof(Idempotency);
    public const string Inbox = nameof(Inbox);
    public const string Licences = nameof(Licences);
    public const string OpsAlerts = nameof(OpsAlerts);
    public const string OrderNumbers = nameof(OrderNumbers);
    public const string Orders = nameof(Orders);
    public const string OrdersByCustomer = nameof(OrdersByCustomer);
    public const string OrdersByStatus = nameof(OrdersByStatus);
    public const string Outbox = nameof(Outbox);
    public const string PartnerCalls = nameof(PartnerCalls);
    public const string Promises = nameof(Promises);
    public const string Quarantine = nameof(Quarantine);
    public const string SandboxMails = nameof(SandboxMails);
    public const string SandboxPayments = nameof(SandboxPayments);
    public const string SandboxWaybills = nameof(SandboxWaybills);
    public const string Stock = nameof(Stock);
    public const string StorefrontDeliveries = nameof(StorefrontDeliveries);
    public const string StorefrontEndpoints = nameof(StorefrontEndpoints);
    public const string StorefrontLanes = nameof(StorefrontLanes);
    public const string Waybills = nameof(Waybills);

    public const string AutopilotQueue = "sandbox-autopilot";
    public const string MailPoisonQueue = MailQueue + "-poison";
    public const string MailQueue = "mails";
    public const string StockFreedQueue = "stock-freed";
    public const string StorefrontQueue = "storefront";
    public const string WebhookQueue = "webhooks";

    private static readonly string[] Tables =
    [
        CarrierPauses,
        Cases,
        Catalogue,
        ContactIndex,
        Contacts,
        Idempotency,
        Inbox,
        Licences,
        OpsAlerts,
        OrderNumbers,
        Orders,
        OrdersByCustomer,
        OrdersByStatus,
        Outbox,
        PartnerCalls,
        Promises,
        Quarantine,
        SandboxMails,
        SandboxPayments,
        SandboxWaybills,
        Stock,
        StorefrontDeliveries,
        StorefrontEndpoints,
        StorefrontLanes,
        Waybills,
    ];

    private static readonly string[] Queues = [MailQueue, MailPoisonQueue, AutopilotQueue, StockFreedQueue, StorefrontQueue, WebhookQueue];

    /// <summary>Makes what is missing.</summary>
    public static Task CreateAsync(TableServiceClient tables, QueueServiceClient queues, CancellationToken cancellation) =>
        Task.WhenAll([
            .. Tables.Select(async name =>
            {
                await tables.CreateTableIfNotExistsAsync(name, cancellation);
            }),
            .. Queues.Select(async name =>
            {
                await queues.GetQueueClient(name).CreateIfNotExistsAsync(cancellationToken: cancellation);
            }),
        ]);
}
