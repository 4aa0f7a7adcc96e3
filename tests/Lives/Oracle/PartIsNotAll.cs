using System.Text.RegularExpressions;
using Companies;
using Lives.Storage;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Views;
using Orders.Functions.Storage.Orders;
using Orders.Functions.Storage.Tables;

namespace Lives.Oracle;

/// <summary>
/// While a part of the goods is still to come, nobody is told that the order was delivered, on the page, in the view or in a mail; and for
/// each parcel that came, the page says until when it can be claimed.
/// </summary>
internal sealed partial class PartIsNotAll : Invariant
{
    private static readonly string[] _languages = ["en", "zh-CN"];

    // Orders of which something has changed since their page was looked at last.
    private readonly HashSet<string> _changed = new(StringComparer.Ordinal);

    // When the shop heard that a parcel had come.
    private readonly Dictionary<(string Order, int Parcel), DateTimeOffset> _heard = [];
    private int _looks;

    protected override void Begin()
    {
        Life.PageRead += (order, html) => JudgePage(order.OrderId, html);
        Life.World.Mails.Read += JudgeMail;
    }

    public override void OnRow(string table, StoredRow row)
    {
        if (table != StorageSchema.Orders)
            return;
        var orderId = row.PartitionKey;
        if (row.Key.StartsWith(OrderRows.ParcelPrefix, StringComparison.Ordinal))
        {
            foreach (var parcel in Books.Parcels(orderId).Where(parcel => parcel.Outcome == ShipmentOutcome.Delivered))
            {
                if (_heard.TryAdd((orderId, parcel.Number), Life.World.Clock.Now))
                    _changed.Add(orderId);
            }
        }
        else if (row.Key.StartsWith(OrderRows.EventPrefix, StringComparison.Ordinal))
        {
            if (row.Read<TimelineEntry>().Kind == TimelineKind.Delivered && Outstanding(orderId) is { } rest)
                Violated(orderId, $"its timeline says that it was delivered, and {rest}");
        }
        else if (row.Key == OrderRows.State && _heard.Keys.Any(key => key.Order == orderId))
        {
            _changed.Add(orderId);
        }
    }

    public override void OnMove()
    {
        foreach (var orderId in _changed)
        {
            // The order hears of its parcel a step later.
            if (
                Books.State(orderId) is { IsFinal: false }
                && Outstanding(orderId) is not null
                && Shown.Page(Life, orderId, _languages[_looks++ % _languages.Length]) is { } html
            )
                JudgePage(orderId, html);
        }

        _changed.Clear();
    }

    private void JudgePage(string orderId, string html)
    {
        if (Books.State(orderId) is not { IsFinal: false, IsEnding: false } state || Books.Order(orderId) is not { } order)
            return;
        if (Outstanding(orderId) is { } rest)
        {
            Expect(
                !_languages.Any(language => Shown.StatusIn(html) == StatusTexts.For(OrderStatus.Delivered, language)),
                orderId,
                $"its page says that it was delivered, and {rest}"
            );
            JudgeWords(orderId, "its page", Shown.TextOf(PastIn().Replace(html, "")), rest);
        }

        if (state.Status is OrderStatus.Cancelling)
            return;
        var times = Shown.TimesIn(html).ToList();
        foreach (var parcel in Books.Parcels(orderId).Where(parcel => parcel is { Outcome: ShipmentOutcome.Delivered, Replaced: false }))
        {
            if (
                parcel.Waybill is not { } waybill
                || Life.World.Carrier.Parcels.GetValueOrDefault(waybill) is not { } real
                || Life.World.Carrier.Delivered(real) is not { } arrived
            )
                continue;
            var (from, to) = (
                arrived + order.Windows.Claim,
                _heard[(orderId, parcel.Number)] + order.Windows.Claim + Slack.In(Life.Script)
            );
            if (parcel.DeliveredAt + order.Windows.Claim is { } shown && shown > to)
                to = shown;
            Expect(
                from <= Life.World.Clock.Now || times.Exists(time => time >= from.AddMinutes(-1) && time <= to),
                orderId,
                $"its page shows nowhere until when parcel {parcel.Number}, which came at {arrived:u}, can be claimed"
            );
        }
    }

    private void JudgeMail(string key, string subject, string text)
    {
        var orderId = key.Split('/')[0];
        if (key.Split('/')[1] == OrderJson.Name(MailKind.Delivered) && Outstanding(orderId) is { } rest)
            JudgeWords(orderId, $"the mail {key}", $"{subject}\n{text}", rest);
    }

    private void JudgeWords(string orderId, string where, string text, string rest)
    {
        if (AllDelivered().Match(text) is { Success: true } said)
            Violated(orderId, $"{where} says \"{said.Value}\", and {rest}");
    }

    /// <summary>What is still to come, as everybody around the shop knows; null: nothing.</summary>
    private string? Outstanding(string orderId)
    {
        if (Books.State(orderId) is { } state && state.Short.FirstOrDefault(line => line.Missing > 0) is { } waits)
            return $"{waits.Missing} {waits.Sku} are still to come";
        foreach (var parcel in Books.Parcels(orderId).Where(parcel => parcel is { Voided: false, Replaced: false, Outcome: null }))
        {
            if (
                parcel.Waybill is { } waybill
                && Life.World.Carrier.Parcels.GetValueOrDefault(waybill) is { Place: Place.OnItsWay } real
                && Life.World.Carrier.Delivered(real) is null
            )
                return $"parcel {parcel.Number} is still on its way";
        }

        return null;
    }

    // What was said in the past was true then, or was judged then.
    [GeneratedRegex("<ol>.*?</ol>", RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PastIn();

    // "Parcel 1 of your order R-… was delivered" says what is true; that the order was is said only of all of it.
    [GeneratedRegex(
        @"(?<!\bof )(?<!\bpart of )\b(your|the) order (R-\S+ )?(was|has been) delivered|订单(\s?R-\S+\s?)?\s?已(于[^，。]{0,40})?送达",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex AllDelivered();
}
