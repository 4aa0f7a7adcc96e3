using Microsoft.Extensions.DependencyInjection;
using Orders.Functions.Commands.AfterSales;
using Orders.Functions.Commands.Changes;
using Orders.Functions.Commands.Ordering;
using Orders.Functions.Commands.Payments;
using Orders.Functions.Commands.Shipping;
using Orders.Functions.Commands.Stock;
using Orders.Functions.Commands.Storefront;
using Orders.Functions.Documents;
using Orders.Functions.Storage.Messaging;

namespace Orders.Functions.Commands;

internal static class CommandServices
{
    /// <summary>What can be asked of orders, whoever asks; and what finds them.</summary>
    public static IServiceCollection AddCommands(this IServiceCollection services)
    {
        services.AddSingleton<CustomerErasure>();
        services.AddSingleton<EraseCustomerCommand>();
        services.AddSingleton<OrderSearch>();
        services.AddSingleton<OutsideEvents>();
        services.AddSingleton<Tray<OutsideEvent>>();
        services.AddSingleton<PrintableText>();
        services.AddSingleton<WorkQueues>();
        services.AddSingleton<CaseDesk>();
        services.AddSingleton<CaseFiling>();
        services.AddSingleton<CaseHandOver>();
        services.AddSingleton<CaseRefusal>();
        services.AddSingleton<CaseRepeats>();
        services.AddSingleton<ClaimDesk>();
        services.AddSingleton<DecideClaimCommand>();
        services.AddSingleton<FileClaimCommand>();
        services.AddSingleton<FileRequestCommand>();
        services.AddSingleton<InspectReturnCommand>();
        services.AddSingleton<ReplyToRequestCommand>();
        services.AddSingleton<RequestDesk>();
        services.AddSingleton<RequestReturnCommand>();
        services.AddSingleton<ReturnDesk>();
        services.AddSingleton<SendReturnCommand>();
        services.AddSingleton<WakeCaseCommand>();
        services.AddSingleton<ChangeAddressCommand>();
        services.AddSingleton<ChangeDesk>();
        services.AddSingleton<DecideChangeCommand>();
        services.AddSingleton<RequestChangeCommand>();
        services.AddSingleton<CancelOrderCommand>();
        services.AddSingleton<DecideReviewCommand>();
        services.AddSingleton<PlaceOrderCommand>();
        services.AddSingleton<WakeOrderCommand>();
        services.AddSingleton<DecideHoldCommand>();
        services.AddSingleton<DecideRefundCommand>();
        services.AddSingleton<TakePaymentNewsCommand>();
        services.AddSingleton<GiveRefundAddressCommand>();
        services.AddSingleton<InspectParcelCommand>();
        services.AddSingleton<ParcelDesk>();
        services.AddSingleton<VoidWaybillCommand>();
        services.AddSingleton<PauseCarrierCommand>();
        services.AddSingleton<DecideStockCommand>();
        services.AddSingleton<ReceiveStockCommand>();
        services.AddSingleton<ExpectStockCommand>();
        services.AddSingleton<StockArrivalCommand>();
        services.AddSingleton<WebhookDeliveries>();
        services.AddSingleton<WebhookEndpoints>();
        return services;
    }
}
