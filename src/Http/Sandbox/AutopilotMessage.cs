using Orders.Functions.Domain.Ordering;
using Orders.Functions.Storage.Tables;

namespace Orders.Functions.Http.Sandbox;

/// <summary>
/// One step of the sandbox's autopilot: a message of queue <see cref="Queue"/>, visible after <c>Sandbox:Pace</c>. <c>pay</c>: post <c>{
/// "eventId": "autopilot-{OrderId}" }</c> to <c>/api/sandbox/payments/{OrderId}/pay</c>, which posts the signed webhook. <c>scan</c>: the
/// parcel's scan number <paramref name="Step"/>, then the message for the next one.
/// </summary>
/// <param name="Kind"><c>pay</c> or <c>scan</c>.</param>
/// <param name="Amount">What is due, for <c>pay</c>.</param>
/// <param name="Reference">Of the payment request, for <c>pay</c>; empty for an order's first.</param>
/// <param name="Back">The step from which on the parcel is brought back; null while it goes on.</param>
public sealed record AutopilotMessage(
    string Kind,
    string OrderId,
    string? Waybill,
    int Step,
    Money? Amount,
    string Reference = "",
    int? Back = null
)
{
    public const string Queue = StorageSchema.AutopilotQueue;
}
