using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Integrations.Webhooks;

namespace Orders.Functions.Integrations.Carriers;

/// <summary>What Kuaidi100 pushes: all scans of a parcel each time, as a form with <c>param</c> (JSON) and <c>sign</c>.</summary>
public sealed class Kuaidi100Webhook(Kuaidi100Settings settings) : IWebhookAdapter
{
    public WebhookKind Kind => WebhookKind.Carriers;

    public string Name => Kuaidi100Carrier.CarrierName;

    /// <summary>All is in the body.</summary>
    public IReadOnlyList<string> Headers => [];

    /// <summary>Anything else, and it pushes again.</summary>
    public object Thanks { get; } = new
    {
        Result = true,
        ReturnCode = "200",
        Message = "成功",
    };

    public WebhookReading Read(IReadOnlyDictionary<string, string> headers, ReadOnlyMemory<byte> body, DateTimeOffset receivedAt)
    {
        var (param, sign) = Form(body);
        if (Refusal(param, sign) is { } refusal)
            return new WebhookRefused(refusal);
        try
        {
            return JsonSerializer.Deserialize<Kuaidi100Push>(param!, Kuaidi100Api.Options) is { } push
                ? Read(push, param!)
                : new WebhookNotUnderstood("body_invalid: param");
        }
        catch (JsonException e)
        {
            return new WebhookNotUnderstood($"body_invalid: param {e.Path ?? "$"}");
        }
    }

    private WebhookReading Read(Kuaidi100Push push, string param)
    {
        if (push.LastResult is not { } track)
            return push.Status == "abort" ? new NothingToTell() : new WebhookNotUnderstood("body_invalid: param.lastResult");
        if (track.Nu is not { Length: > 0 and <= Waybills.Longest } waybill)
            return new WebhookNotUnderstood("body_invalid: param.lastResult.nu");
        var scans = Kuaidi100Scans.Of(track);

        // It has no id: the same again is the same text.
        return scans.Count == 0
            ? new NothingToTell()
            : new CarrierWebhook(waybill, new CarrierUpdate($"{Name}:{ScanIds.Of(param)}", scans));
    }

    private string? Refusal(string? param, string? sign)
    {
        if (param is null || string.IsNullOrEmpty(sign))
            return "signature_missing";
        var given = Encoding.UTF8.GetBytes(sign);
        var holds = false;
        foreach (var salt in settings.Salts)
            holds |= CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Kuaidi100Api.Md5(param + salt)), given);
        return holds ? null : "signature_wrong";
    }

    private static (string? Param, string? Sign) Form(ReadOnlyMemory<byte> body)
    {
        try
        {
            var form = new FormReader(Encoding.UTF8.GetString(body.Span)).ReadForm();
            return (Only(form, "param"), Only(form, "sign"));
        }
        catch (InvalidDataException)
        {
            return (null, null);
        }

        // Said twice, it is not said.
        static string? Only(Dictionary<string, Microsoft.Extensions.Primitives.StringValues> form, string name) =>
            form.TryGetValue(name, out var values) && values.Count == 1 ? values[0] : null;
    }
}
