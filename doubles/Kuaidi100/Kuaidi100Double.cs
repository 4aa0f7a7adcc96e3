using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Doubles.Wire;
using Microsoft.AspNetCore.WebUtilities;

namespace Doubles.Kuaidi100;

/// <summary>
/// Kuaidi100, as far as a shop needs it: electronic waybills (order, cancel, intercept), their labels, questions where a parcel is, and
/// pushes with a salt (https://api.kuaidi100.com/document). It answers 200 whatever happened.
/// </summary>
public sealed class Kuaidi100Double : KeylessCompany, IAsyncDisposable
{
    private static readonly JsonSerializerOptions _plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly string[] _partner = ["partnerId", "partnerKey", "partnerSecret", "partnerName", "net", "code"];
    private static readonly string[] _order =
    [
        .. _partner,
        "printType",
        "kuaidicom",
        "sendMan",
        "recMan",
        "cargo",
        "count",
        "weight",
        "payType",
        "expType",
        "orderId",
        "reorder",
        "needSubscribe",
        "pollCallBackUrl",
        "salt",
        "resultv2",
    ];
    private static readonly string[] _stop =
    [
        .. _partner,
        "kuaidicom",
        "kuaidinum",
        "orderId",
        "reason",
        "expType",
        "interceptType",
        "orderRole",
        "interceptPayType",
    ];

    private readonly Func<Uri> _home;
    private readonly TimeProvider _time;
    private readonly List<Kuaidi100Parcel> _parcels = [];
    private int _labels;

    public Deliveries Webhooks { get; } = new();

    public ValueTask DisposeAsync() => Webhooks.DisposeAsync();

    internal Kuaidi100Double(TimeProvider time, Func<Uri> home) => (_time, _home) = (time, home);

    public string Key { get; set; } = "KEY12345";

    public string Secret { get; set; } = "secret";

    public string Customer { get; set; } = "CUST1";

    /// <summary>The company that carries does not take waybills back, or stop parcels.</summary>
    public bool RefusesStops { get; set; }

    /// <summary>Nothing is booked to addresses with this in them.</summary>
    public string? Unserved { get; set; }

    /// <summary>Addresses of labels that were given out so far work no more.</summary>
    public int LabelsGoneBefore { get; set; }

    /// <summary>The waybills that were ordered, in order, with the shop's number of each.</summary>
    public IReadOnlyList<(string Waybill, string OrderId)> Ordered =>
        Locked(() => _parcels.Select(parcel => (parcel.Waybill, parcel.OrderId)).ToArray());

    /// <summary>What was asked for with a waybill.</summary>
    public JsonObject AskedFor(string waybill) => Locked(() => (JsonObject)Of(waybill).Asked.DeepClone());

    public bool IsCancelled(string waybill) => Locked(() => Of(waybill).IsCancelled);

    public bool IsStopped(string waybill) => Locked(() => Of(waybill).IsStopped);

    /// <summary>The carrying company scans a parcel, and a push tells all of it.</summary>
    /// <param name="state">The number of the state: 3 is signed for.</param>
    public void Scan(string waybill, string state, string context, string? area = null) =>
        Locked(() =>
        {
            var parcel = Of(waybill);
            parcel.Scan(_time.GetUtcNow(), state, context, area);
            Push(parcel, state is "3" or "4" ? "shutdown" : "polling");
        });

    private protected override string CallOf(Question asked) =>
        asked.Path == "/label/order"
            ? $"POST /label/order {Form(asked.Body, "method")}"
            : $"{asked.Request.Method} {(asked.Path.StartsWith("/labels/", StringComparison.Ordinal) ? "/labels/:n" : asked.Path)}";

    private protected override Reply Broken => Answer(-1, "服务器错误");

    private protected override Reply Do(Question asked) =>
        asked.Path switch
        {
            "/label/order" => Label(asked.Body),
            "/poll/query.do" => Query(asked.Body),
            _ when asked.Path.StartsWith("/labels/", StringComparison.Ordinal) => Picture(asked.Path),
            _ => Reply.Text(404, ""),
        };

    private Reply Label(string body)
    {
        var param = Form(body, "param");
        if (Form(body, "key") != Key || Form(body, "sign") != Md5(param + Form(body, "t") + Key + Secret))
            return Answer(30002, "签名错误");
        if (!long.TryParse(Form(body, "t"), NumberStyles.None, CultureInfo.InvariantCulture, out var t) || t < 1_000_000_000_000)
            return Answer(30001, "t");
        var asked = (JsonObject)JsonNode.Parse(param)!;
        return Form(body, "method") switch
        {
            "order" => Order(asked),
            "cancel" => Stop(asked, parcel => parcel.IsCancelled = true),
            "interceptOrder" => Stop(asked, parcel => parcel.IsStopped = true),
            _ => Answer(30001, "method"),
        };
    }

    private Reply Order(JsonObject asked)
    {
        if (Strange(asked, _order) is { } strange)
            return Answer(30001, strange);
        foreach (var field in (string[])["printType", "partnerId", "kuaidicom", "cargo", "payType", "orderId"])
            if (Text(asked[field]).Length == 0)
                return Answer(30001, field);
        foreach (var person in (string[])["sendMan", "recMan"])
            if (((string[])["name", "mobile", "printAddr"]).Any(field => Text(asked[person]?[field]).Length == 0))
                return Answer(30001, person);
        if (asked["weight"]?.GetValueKind() != JsonValueKind.Number || asked["count"]?.GetValue<int>() != 1)
            return Answer(30001, "weight");
        if (Unserved is { } place && Text(asked["recMan"]!["printAddr"]).Contains(place, StringComparison.Ordinal))
            return Answer(40001, "超出派送范围");

        var number = Text(asked["orderId"]);
        var parcel =
            asked["reorder"]?.GetValue<bool>() == false
                ? _parcels.Find(known => known.OrderId == number && _time.GetUtcNow() - known.At < TimeSpan.FromHours(48))
                : null;
        if (parcel is null)
            _parcels.Add(
                parcel = new Kuaidi100Parcel(
                    string.Create(CultureInfo.InvariantCulture, $"YT{_parcels.Count + 1:d10}"),
                    number,
                    Text(asked["kuaidicom"]),
                    asked,
                    _time.GetUtcNow()
                )
            );
        return Answer(
            200,
            "成功",
            new JsonObject
            {
                ["taskId"] = "T" + parcel.Waybill,
                ["kuaidinum"] = parcel.Waybill,
                ["childNum"] = null,
                ["returnNum"] = null,
                ["label"] = string.Create(CultureInfo.InvariantCulture, $"{_home()}/labels/{++_labels}.png"),
                ["bulkpen"] = "100-01",
                ["kdComOrderNum"] = "K" + parcel.Waybill,
            }
        );
    }

    private Reply Stop(JsonObject asked, Action<Kuaidi100Parcel> stop)
    {
        if (Strange(asked, _stop) is { } strange)
            return Answer(30001, strange);
        var parcel = _parcels.Find(known => known.Waybill == Text(asked["kuaidinum"]));
        if (parcel is null || Text(asked["orderId"]) != "K" + parcel.Waybill)
            return Answer(30009, "订单不存在");
        if (RefusesStops)
            return Answer(40002, "快递公司拒绝");
        stop(parcel);
        return Answer(200, "成功");
    }

    private Reply Query(string body)
    {
        var param = Form(body, "param");
        if (Form(body, "customer") != Customer || Form(body, "sign") != Md5(param + Key + Customer))
            return Reply.Text(200, """{"result":false,"returnCode":"503","message":"验证签名失败"}""");
        var asked = JsonNode.Parse(param)!;
        return _parcels.Find(known => known.Waybill == Text(asked["num"]) && known.Company == Text(asked["com"])) is { } parcel
            ? Reply.Text(200, parcel.Track().ToJsonString(_plain))
            : Reply.Text(200, """{"result":false,"returnCode":"400","message":"找不到对应公司"}""");
    }

    private Reply Picture(string path) =>
        int.Parse(path.Split('/', '.')[2], CultureInfo.InvariantCulture) <= LabelsGoneBefore
            ? Reply.Text(404, "")
            : new Reply(200, "image/png", Convert.FromBase64String(OneDot));

    private void Push(Kuaidi100Parcel parcel, string status)
    {
        var param = new JsonObject
        {
            ["status"] = status,
            ["billstatus"] = "got",
            ["message"] = "",
            ["lastResult"] = parcel.Track(),
        }.ToJsonString(_plain);
        var salt = Text(parcel.Asked["salt"]);
        var form = $"sign={Md5(param + salt)}&param={Uri.EscapeDataString(param)}";
        Webhooks.Post(Encoding.UTF8.GetBytes(form), _ => new Dictionary<string, string>(), "application/x-www-form-urlencoded");
    }

    private Kuaidi100Parcel Of(string waybill) =>
        _parcels.Find(parcel => parcel.Waybill == waybill) ?? throw new InvalidOperationException($"{waybill} was never ordered.");

    private static Reply Answer(int code, string message, JsonObject? data = null) =>
        Reply.Text(
            200,
            new JsonObject
            {
                ["success"] = code == 200,
                ["code"] = code,
                ["message"] = message,
                ["data"] = data,
                ["time"] = 3,
            }.ToJsonString(_plain)
        );

    private static string? Strange(JsonObject asked, string[] known) =>
        asked.Select(field => field.Key).FirstOrDefault(field => !known.Contains(field));

    private static string Form(string body, string name) =>
        QueryHelpers.ParseQuery(body).TryGetValue(name, out var text) ? text.ToString() : "";

    private static string Text(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : "";

#pragma warning disable CA5351 // Kuaidi100's signatures are MD5.
    private static string Md5(string text) => Convert.ToHexString(MD5.HashData(Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5351

    private const string OneDot = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";
}
