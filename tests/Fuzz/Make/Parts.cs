using Fuzz.App;

namespace Fuzz.Make;

/// <summary>
/// Chooses who and what a request is about: mostly what belongs together, now and then another customer's, or what there is not.
/// </summary>
internal sealed class Parts(Cast cast, Random random)
{
    private static readonly string[] Booked = ["claimed", "delivered", "preparing", "requested", "returned", "shipped"];
    private static readonly string[] Actions =
    [
        "cancel",
        "change-confirm",
        "change-decline",
        "claims",
        "refund-address",
        "requests",
        "returns",
        "stock-decision",
        "nothing",
    ];
    private static readonly string[] Skus = ["HW-PRO", "HW-LITE", "AC-CASE", "SW-VAULT", "NO-SUCH"];

    private readonly string _order = Cast.Orders[random.Next(Cast.Orders.Count)];

    /// <summary>Another order than what the operation works on.</summary>
    public bool Strays { get; } = random.Next(5) == 0;

    /// <summary>The order page's form that is sent.</summary>
    public string Action { get; } = Actions[random.Next(Actions.Length)];

    /// <summary>A value for a hole in the path of an operation, or for a member of a body.</summary>
    public string Of(string operation, string hole) =>
        Strays && random.Next(3) == 0
            ? "00000000000000000000000000"
            : hole switch
            {
                "order" or "orderId" => cast[$"order.{Order(operation)}"],
                "number" => random.Next(2) == 0 ? cast[$"number.{Order(operation)}"] : cast[$"order.{Order(operation)}"],
                "changeId" => cast["change"],
                "claimId" => cast["claim"],
                "requestId" => cast["request"],
                "rma" => cast["rma"],
                "waybill" => cast[$"waybill.{Booked[random.Next(Booked.Length)]}"],
                "token" => cast[$"token.{_order}"],
                "action" => Action,
                "customerId" => cast[
                    operation.EndsWith("Erase", StringComparison.Ordinal) ? "customer.cancelled" : $"customer.{Order(operation)}"
                ],
                // Nobody fills the shelf that has to be empty.
                "sku" when operation is "ExpectStock" or "ReceiveStock" => "AC-CASE",
                "sku" => Skus[random.Next(Skus.Length)],
                "carrier" or "provider" => "sandbox",
                "n" => "1",
                _ => "00000000000000000000000000000000",
            };

    private string Order(string operation) =>
        Strays
            ? _order
            : operation switch
            {
                "GetChange" or "ConfirmChange" or "DeclineChange" => "offered",
                "GetClaim" or "ClaimPhoto" => "claimed",
                "GetRequest" or "RequestAttachment" => "requested",
                "GetReturn" or "SendReturn" => "returned",
                "DecideStock" => "short",
                "OpsReviewDecide" => "review",
                "FileClaim" or "RequestReturn" => "delivered",
                "ParcelLabel" or "ParcelPackingList" or "OpsPackingList" or "OpsParcelLabel" or "OpsVoidParcel" or "OpsInspectParcel" =>
                    Booked[random.Next(Booked.Length)],
                "GiveRefundAddress" => "crypto",
                _ => _order,
            };
}
