using System.Globalization;
using System.Text.Json.Nodes;

namespace Doubles.Kuaidi100;

/// <summary>A parcel, and what was scanned of it.</summary>
internal sealed class Kuaidi100Parcel(string waybill, string orderId, string company, JsonObject asked, DateTimeOffset at)
{
    private static readonly TimeSpan _beijing = TimeSpan.FromHours(8);
    private static readonly Dictionary<string, string> _words = new(StringComparer.Ordinal)
    {
        ["0"] = "在途",
        ["1"] = "揽收",
        ["2"] = "疑难",
        ["3"] = "签收",
        ["4"] = "退签",
        ["5"] = "派件",
        ["6"] = "退回",
        ["7"] = "转投",
        ["8"] = "清关",
        ["14"] = "拒签",
    };

    private readonly List<JsonObject> _scans = [];

    public string Waybill { get; } = waybill;

    public string OrderId { get; } = orderId;

    public string Company { get; } = company;

    public JsonObject Asked { get; } = asked;

    public DateTimeOffset At { get; } = at;

    public bool IsCancelled { get; set; }

    public bool IsStopped { get; set; }

    public void Scan(DateTimeOffset now, string state, string context, string? area)
    {
        var local = now.ToOffset(_beijing).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        _scans.Insert(
            0,
            new JsonObject
            {
                ["time"] = local,
                ["ftime"] = local,
                ["context"] = context,
                ["status"] = _words[state],
                ["statusCode"] = state,
                ["areaName"] = area,
            }
        );
    }

    public JsonObject Track() =>
        new()
        {
            ["message"] = "ok",
            ["nu"] = Waybill,
            ["ischeck"] = _scans.Count > 0 && _scans[0]["statusCode"]!.GetValue<string>() == "3" ? "1" : "0",
            ["com"] = Company,
            ["status"] = "200",
            ["state"] = _scans.Count > 0 ? _scans[0]["statusCode"]!.GetValue<string>() : "0",
            ["data"] = new JsonArray([.. _scans.Select(scan => scan.DeepClone())]),
        };
}
