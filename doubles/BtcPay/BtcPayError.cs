using System.Text.Json.Nodes;

namespace Doubles.BtcPay;

/// <summary>An answer that is an error: of a request that is wrong, an array of what is wrong with which field; else code and message.</summary>
internal sealed class BtcPayError : Exception
{
    private readonly IReadOnlyList<string> _fields;

    private BtcPayError(int status, string code, string message, IReadOnlyList<string> fields)
        : base(message) => (Status, Code, _fields) = (status, code, fields);

    public int Status { get; }

    public string Code { get; }

    public JsonNode Body =>
        _fields.Count > 0
            ? new JsonArray([.. _fields.Select(name => new JsonObject { ["path"] = name, ["message"] = Message })])
            : new JsonObject { ["code"] = Code, ["message"] = Message };

    public static BtcPayError Invalid(string message, params IReadOnlyList<string> fields) => new(422, "invalid", message, fields);

    public static BtcPayError Refused(int status, string code, string message) => new(status, code, message, []);
}
