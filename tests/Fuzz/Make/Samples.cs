using System.Globalization;
using Orders.Testing;

namespace Fuzz.Make;

/// <summary>Requests as a well-behaved caller makes them.</summary>
internal static class Samples
{
    private const string Line = """[{"sku":"HW-PRO","quantity":1}]""";
    private const string ShipTo =
        """{"recipient":"李雷","phone":"+8613800138000","country":"CN","region":"广东省","city":"深圳市","line1":"科技园路 1 号","postalCode":"518000"}""";

    public static byte[] Jpeg { get; } = Pictures.Jpeg();

    /// <summary>One file of each kind that is taken somewhere, and some that are not.</summary>
    public static IReadOnlyList<(string Name, string Type, byte[] Content)> Files { get; } =
    [
        ("a.jpg", "image/jpeg", Jpeg),
        ("a.png", "image/png", Pictures.Png()),
        ("a.webp", "image/webp", Pictures.Webp()),
        ("a.heic", "image/heic", Pictures.Heic()),
        ("a.pdf", "application/pdf", Pictures.Pdf()),
        ("a.txt", "text/plain", "Two lines.\r\n屏幕不亮。"u8.ToArray()),
        ("bomb.png", "image/png", Pictures.PngBomb(60_000, 60_000)),
        ("a.zip", "application/zip", Pictures.Zip()),
        ("script.pdf", "application/pdf", Pictures.Pdf("/OpenAction << /S /JavaScript /JS (x) >>")),
        ("empty.jpg", "image/jpeg", []),
    ];

    public static string Order(string customerId) =>
        $$"""
            {"customer":{"id":"{{customerId}}","name":"李雷","email":"lilei@example.com","phone":"+8613800138000","locale":"zh-CN","verified":true},"lines":{{Line}},"shipTo":{{ShipTo}},"shippingClass":"express","paymentMethod":"card","outOfStock":"ask","acceptDuties":false,"expectedTotal":{"amount":15900,"currency":"USD"} }
            """;

    /// <summary>The JSON body of an operation; null if it takes none.</summary>
    /// <param name="part">Finds the ids of what there is.</param>
    /// <param name="fresh">A number that no other request of the run has.</param>
    public static string? Body(string operation, Func<string, string> part, int fresh)
    {
        var id = fresh.ToString(CultureInfo.InvariantCulture);
        return operation switch
        {
            "PlaceOrder" => Order($"c-fuzz-{id}"),
            "GetQuote" => $$"""{"lines":{{Line}},"shipTo":{"country":"DE","postalCode":"10117","city":"Berlin"},"locale":"en"}""",
            "ChangeAddress" => $$"""{"shipTo":{{ShipTo}},"acceptDuties":true}""",
            "RequestChange" =>
                """{"lines":[{"sku":"HW-PRO","quantity":2},{"sku":"AC-CASE","quantity":1}],"shippingClass":"standard","acceptDuties":true}""",
            "ConfirmChange" => """{"acceptDuties":true}""",
            "CancelOrder" => $$"""{"reason":"Changed my mind.","lines":{{Line}} }""",
            "DecideStock" =>
                """{"choice":"wait","until":"2026-12-24T18:00:00+08:00","substitutes":{"HW-LITE":"HW-PRO"},"lines":[{"sku":"HW-LITE","choice":"substitute","substitute":"HW-PRO"}]}""",
            "SimulateRefund" => $$"""{"for":"return","lines":{{Line}} }""",
            "GiveRefundAddress" => """{"address":"bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"}""",
            "DecideRefund" => """{"decision":"paid","key":"cancel","reference":"tr-1","by":"mei"}""",
            "RequestReturn" => $$"""{"lines":{{Line}},"reason":"Too small.","wants":"refund"}""",
            "SendReturn" => $$"""{"carrier":"sandbox","waybill":"SBXRET{{id}}"}""",
            "CloseAlert" => """{"by":"mei","note":"Done."}""",
            "DecideClaim" =>
                """{"decision":"refund","amount":{"amount":100,"currency":"USD"},"liability":"carrier","reason":"It is lost.","by":"mei"}""",
            "OpsCustomerErase" => """{"confirm":true,"by":"mei","reason":"asked for it"}""",
            "OpsReviewDecide" => """{"decision":"pass","reason":"Known customer.","by":"mei"}""",
            "OpsVoidParcel" => """{"reason":"Label torn.","by":"mei"}""",
            "OpsInspectParcel" => """{"lines":[{"sku":"HW-PRO","quantity":1,"condition":"as_new"}],"then":"refund","by":"mei"}""",
            "ReplyToRequest" => """{"text":"It is on its way.","by":"mei"}""",
            "InspectReturn" => """{"lines":[{"sku":"HW-PRO","quantity":1,"condition":"used"}],"by":"mei"}""",
            "ExpectStock" => """{"expectedOn":"2026-12-24"}""",
            "ReceiveStock" => $$"""{"delivery":"d-{{id}}","quantity":1,"by":"mei"}""",
            "PaymentWebhook" =>
                $$"""{"eventId":"evt-{{id}}","orderId":"{{part("order")}}","type":"succeeded","amount":{"amount":15900,"currency":"USD"},"method":"card","confirmations":3}""",
            "CarrierWebhook" =>
                $$"""{"eventId":"scan-{{id}}","waybill":"{{part("waybill")}}","status":"in_transit","reason":"none","time":"2026-11-23T08:00:00+08:00","place":"Shenzhen","text":"On its way"}""",
            "SandboxCarrierBook" =>
                $$"""{"orderNumber":"R-22222-22222","parcelNumber":1,"class":"express","weightGrams":180,"shipTo":{{ShipTo}} }""",
            "SandboxCarrierVoid" or "SandboxCarrierIntercept" => $$"""{"waybill":"{{part("waybill")}}"}""",
            "SandboxCarrierScan" =>
                $$"""{"status":"in_transit","eventId":"scan-{{id}}","reason":"none","time":"2026-11-23T08:00:00Z","place":"Shenzhen","text":"On its way"}""",
            "MailboxSend" =>
                """{"personalizations":[{"to":[{"email":"a@mail.example","name":"A"}],"subject":"Hello","custom_args":{"mail_key":"o/received/1"}}],"from":{"email":"orders@shop.example"},"content":[{"type":"text/plain","value":"Hello"},{"type":"text/html","value":"<p>Hello</p>"}],"custom_args":{"a":"b"}}""",
            "SandboxPaymentRequest" =>
                $$"""{"orderId":"o-fuzz-{{id}}","orderNumber":"R-22222-22222","due":{"amount":100,"currency":"USD"},"method":"card","until":"2026-12-24T18:00:00Z","reference":"a"}""",
            "SandboxPaymentRefund" => $$"""{"orderId":"{{part("order")}}","amount":{"amount":1,"currency":"USD"} }""",
            "SandboxPaymentCancel" => $$"""{"orderId":"{{part("order")}}"}""",
            "SandboxPaymentsPay" =>
                $$"""{"eventId":"pay-{{id}}","amount":{"amount":15900,"currency":"USD"},"type":"succeeded","confirmations":1}""",
            _ => null,
        };
    }

    /// <summary>The form of an operation; null if it takes none.</summary>
    public static Form? Form(string operation, (string Name, string Type, byte[] Content) file) =>
        operation switch
        {
            "FileClaim" => new Form()
                .Text("kind", "damaged")
                .Text("description", "屏幕碎了。\r\nIt is broken.")
                .Text("lines", Line)
                .File("photos", file.Name, file.Type, file.Content),
            "FileRequest" => new Form().Text("text", "When does it come?").File("attachments[]", file.Name, file.Type, file.Content),
            _ => null,
        };

    /// <summary>The forms of the order page, by action.</summary>
    public static string PageForm(string action) =>
        action switch
        {
            "cancel" => "reason=Changed+my+mind.",
            "change-confirm" or "change-decline" => "changeId=00000000000000000000000000&acceptDuties=true",
            "refund-address" => "address=bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
            "returns" => "lines=%5B%7B%22sku%22%3A%22HW-PRO%22%2C%22quantity%22%3A1%7D%5D&wants=refund&reason=Too+small.",
            "stock-decision" => "choice%3AHW-LITE=substitute%3AHW-PRO",
            _ => "text=Hello",
        };
}
