using System.Globalization;
using System.Text.Json.Nodes;

namespace Doubles.EasyPost;

/// <summary>What EasyPost has written down.</summary>
internal sealed class EasyPostBooks(TimeProvider time)
{
    private int _ids;

    public List<EasyPostShipment> Shipments { get; } = [];

    public DateTimeOffset Now => time.GetUtcNow();

    public EasyPostShipment Add(JsonObject draft)
    {
        var shipment = new EasyPostShipment(NextId("shp"), draft);
        Shipments.Add(shipment);
        return shipment;
    }

    public EasyPostShipment? Find(string id) => Shipments.Find(shipment => shipment.Id == id);

    public EasyPostShipment Of(string waybill) =>
        Shipments.Find(shipment => shipment.Waybill == waybill) ?? throw new InvalidOperationException($"{waybill} was never sold.");

    public string NextId(string kind) => string.Create(CultureInfo.InvariantCulture, $"{kind}_{++_ids:d8}");

    public string NextWaybill() => string.Create(CultureInfo.InvariantCulture, $"EZ{++_ids:d9}US");
}

/// <summary>A shipment from its draft to its tracker.</summary>
internal sealed class EasyPostShipment(string id, JsonObject draft)
{
    private readonly List<JsonObject> _details = [];

    public string Id { get; } = id;

    public JsonObject Draft { get; } = draft;

    public string Reference => Draft["reference"]?.GetValue<string>() ?? "";

    public string Country => Draft["to_address"]!["country"]!.GetValue<string>();

    public List<JsonObject> Rates { get; } = [];

    public JsonObject? SelectedRate { get; set; }

    public string? Waybill { get; set; }

    public string? LabelPdfUrl { get; set; }

    public string? RefundStatus { get; set; }

    public bool HasMoved => _details.Exists(detail => detail["status"]!.GetValue<string>() is not ("pre_transit" or "unknown"));

    public void Scan(DateTimeOffset at, string status, string detail, string message, string? city) =>
        _details.Add(
            new JsonObject
            {
                ["object"] = "TrackingDetail",
                ["datetime"] = at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
                ["status"] = status,
                ["status_detail"] = detail,
                ["message"] = message,
                ["source"] = SelectedRate?["carrier"]?.GetValue<string>(),
                ["tracking_location"] = new JsonObject
                {
                    ["object"] = "TrackingLocation",
                    ["city"] = city,
                    ["state"] = null,
                    ["country"] = null,
                    ["zip"] = null,
                },
            }
        );

    public JsonObject Tracker() =>
        new()
        {
            ["id"] = "trk_" + Id[4..],
            ["object"] = "Tracker",
            ["mode"] = "test",
            ["tracking_code"] = Waybill,
            ["status"] = _details.Count == 0 ? "unknown" : _details[^1]["status"]!.GetValue<string>(),
            ["carrier"] = SelectedRate?["carrier"]?.GetValue<string>(),
            ["public_url"] = $"https://track.easypost.com/{Waybill}",
            ["tracking_details"] = new JsonArray([.. _details.Select(detail => detail.DeepClone())]),
        };

    public JsonObject Show()
    {
        var shown = (JsonObject)Draft.DeepClone();
        shown["id"] = Id;
        shown["object"] = "Shipment";
        shown["mode"] = "test";
        shown["status"] = Waybill is null ? "unknown" : "pre_transit";
        shown["tracking_code"] = Waybill;
        shown["rates"] = new JsonArray([.. Rates.Select(rate => rate.DeepClone())]);
        shown["selected_rate"] = SelectedRate?.DeepClone();
        shown["refund_status"] = RefundStatus;
        shown["postage_label"] = Waybill is null
            ? null
            : new JsonObject { ["label_url"] = "https://x/label.png", ["label_pdf_url"] = LabelPdfUrl };
        shown["tracker"] = Waybill is null ? null : Tracker();
        shown["messages"] =
            Rates.Count > 0
                ? new JsonArray()
                : new JsonArray(
                    new JsonObject
                    {
                        ["carrier"] = "FedEx",
                        ["type"] = "rate_error",
                        ["message"] = "Service is not available to the destination",
                    }
                );
        return shown;
    }
}
