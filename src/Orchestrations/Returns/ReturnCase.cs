using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Orchestrations.Returns;

/// <summary>What a return's orchestration is started with: references and terms only.</summary>
/// <param name="Window">How long the customer has to send the goods, and once more if a parcel was announced.</param>
/// <param name="Inspection">Until when a parcel that has arrived is to be inspected.</param>
public sealed record ReturnCase(string OrderId, ReturnRequested Requested, TimeSpan Window, Window Inspection);
