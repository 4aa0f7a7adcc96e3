using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Doubles.Wire;

namespace Doubles.EasyPost;

/// <summary>
/// EasyPost's API v2, as far as a shop needs it: shipments, rates, buying once, labels, refunds, trackers and their signed webhooks
/// (https://docs.easypost.com/docs).
/// </summary>
public sealed partial class EasyPostDouble : KeylessCompany, IAsyncDisposable
{
    private readonly Func<Uri> _home;
    private readonly EasyPostBooks _books;

    public Deliveries Webhooks { get; } = new();

    public ValueTask DisposeAsync() => Webhooks.DisposeAsync();

    internal EasyPostDouble(TimeProvider time, Func<Uri> home)
    {
        _home = home;
        _books = new(time);
    }

    /// <summary>The key that calls come with.</summary>
    public string ApiKey { get; set; } = "EZTKdouble";

    /// <summary>What webhooks are signed with.</summary>
    public string WebhookSecret { get; set; } = "easypost-ſecret";

    /// <summary>No carrier has a service to these countries.</summary>
    public HashSet<string> Unserved { get; } = new(StringComparer.Ordinal);

    /// <summary>The labels that were sold, in order: their waybills and references.</summary>
    public IReadOnlyList<(string Waybill, string Reference)> Sold =>
        Locked(() =>
            _books
                .Shipments.Where(shipment => shipment.Waybill is not null)
                .Select(shipment => (shipment.Waybill!, shipment.Reference))
                .ToArray()
        );

    /// <summary>What was said of a shipment that was sold.</summary>
    public JsonObject DraftOf(string waybill) => Locked(() => (JsonObject)_books.Of(waybill).Draft.DeepClone());

    /// <summary>Null: nobody asked for the money of the label.</summary>
    public string? RefundStatusOf(string waybill) => Locked(() => _books.Of(waybill).RefundStatus);

    /// <summary>The carrier scans a parcel, and a webhook tells the whole tracker.</summary>
    public void Scan(string waybill, string status, string detail = "", string message = "", string? city = null) =>
        Locked(() =>
        {
            var shipment = _books.Of(waybill);
            shipment.Scan(_books.Now, status, detail, message, city);
            Tell(
                new JsonObject
                {
                    ["id"] = _books.NextId("evt"),
                    ["object"] = "Event",
                    ["mode"] = "test",
                    ["description"] = "tracker.updated",
                    ["previous_attributes"] = new JsonObject { ["status"] = "unknown" },
                    ["result"] = shipment.Tracker(),
                }
            );
        });

    private protected override string CallOf(Question asked) =>
        $"{asked.Request.Method} {ShipmentId().Replace(asked.Path, "/shipments/:id").Split('?')[0]}";

    private protected override Reply Do(Question asked)
    {
        var (method, path) = (asked.Request.Method, asked.Path);
        if (path.StartsWith("/labels/", StringComparison.Ordinal))
            return new Reply(200, "application/pdf", Encoding.ASCII.GetBytes("%PDF-1.4\n% a label of the double\n%%EOF\n"));
        if (asked.Request.Headers.Authorization != $"Bearer {ApiKey}")
            return Error(401, "UNAUTHORIZED");
        if (method == "POST" && path == "/shipments")
            return Create(asked.Body);
        if (ShipmentId().Match(path) is not { Success: true } match || _books.Find(match.Groups["id"].Value) is not { } shipment)
            return Error(404, "NOT_FOUND");
        return (method, path[match.Length..]) switch
        {
            ("GET", "") => Show(200, shipment),
            ("POST", "/rerate") => Rerate(shipment),
            ("POST", "/buy") => Buy(shipment, asked.Body),
            ("GET", "/label") => Label(shipment, asked.Request.Query["file_format"].ToString()),
            ("POST", "/refund") => Refund(shipment),
            _ => Error(404, "NOT_FOUND"),
        };
    }

    private Reply Create(string body)
    {
        if (EasyPostForm.Complaint(body, out var draft) is { } complaint)
            return Error(422, "PARAMETER.REQUIRED", complaint);
        var shipment = _books.Add(draft!);
        Price(shipment);
        return Show(201, shipment);
    }

    private Reply Rerate(EasyPostShipment shipment)
    {
        if (shipment.Waybill is not null)
            return Error(422, "SHIPMENT.POSTAGE.EXISTS");
        Price(shipment);
        return Show(200, shipment);
    }

    private void Price(EasyPostShipment shipment)
    {
        shipment.Rates.Clear();
        if (Unserved.Contains(shipment.Country))
            return;
        foreach (
            var (carrier, service, rate) in ((string, string, string)[])
                [
                    ("DHLExpress", "ExpressWorldwide", "31.40"),
                    ("FedEx", "INTERNATIONAL_PRIORITY", "28.05"),
                    ("YunExpress", "Standard", "9.80"),
                ]
        )
            shipment.Rates.Add(
                new JsonObject
                {
                    ["id"] = _books.NextId("rate"),
                    ["object"] = "Rate",
                    ["carrier"] = carrier,
                    ["service"] = service,
                    ["rate"] = rate,
                    ["currency"] = "USD",
                    ["list_rate"] = rate,
                    ["delivery_days"] = 4,
                }
            );
    }

    private Reply Buy(EasyPostShipment shipment, string body)
    {
        if (shipment.Waybill is not null)
            return Error(422, "SHIPMENT.POSTAGE.EXISTS");
        if (!EasyPostForm.HasCustoms(shipment.Draft))
            return Error(422, "SHIPMENT.CUSTOMS_INFO.REQUIRED");
        var id = JsonNode.Parse(body)?["rate"]?["id"]?.GetValue<string>();
        if (shipment.Rates.Find(rate => rate["id"]!.GetValue<string>() == id) is not { } bought)
            return Error(422, "SHIPMENT.MISSING_RATE");
        shipment.SelectedRate = bought;
        shipment.Waybill = _books.NextWaybill();
        return Show(200, shipment);
    }

    private Reply Label(EasyPostShipment shipment, string format)
    {
        if (shipment.Waybill is null)
            return Error(422, "SHIPMENT.LABEL.UNAVAILABLE");
        if (format == "PDF")
            shipment.LabelPdfUrl = $"{_home()}/labels/{shipment.Waybill}.pdf";
        return Show(200, shipment);
    }

    private static Reply Refund(EasyPostShipment shipment)
    {
        if (shipment.Waybill is null || shipment.RefundStatus is not null)
            return Error(422, "SHIPMENT.REFUND.FAILURE");
        if (shipment.HasMoved)
            return Error(422, "SHIPMENT.REFUND.UNAVAILABLE");
        shipment.RefundStatus = "submitted";
        return Show(200, shipment);
    }

    private void Tell(JsonObject told)
    {
        var body = Encoding.UTF8.GetBytes(told.ToJsonString());
        Webhooks.Post(
            body,
            bytes =>
            {
                var key = Encoding.UTF8.GetBytes(WebhookSecret.Normalize(NormalizationForm.FormKD));
                return new Dictionary<string, string>
                {
                    ["X-Hmac-Signature"] = "hmac-sha256-hex=" + Convert.ToHexStringLower(HMACSHA256.HashData(key, bytes)),
                };
            }
        );
    }

    private static Reply Show(int status, EasyPostShipment shipment) => Reply.Text(status, shipment.Show().ToJsonString());

    private static Reply Error(int status, string code, string message = "") =>
        Reply.Text(
            status,
            new JsonObject
            {
                ["error"] = new JsonObject
                {
                    ["code"] = code,
                    ["message"] = message.Length > 0 ? message : code,
                    ["errors"] = new JsonArray(JsonValue.Create(message)),
                },
            }.ToJsonString()
        );

    [GeneratedRegex("^/shipments/(?<id>shp_[0-9a-z]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex ShipmentId();
}
