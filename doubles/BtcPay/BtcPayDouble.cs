using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Doubles.Wire;
using Microsoft.AspNetCore.Http;

namespace Doubles.BtcPay;

/// <summary>
/// A server of BTCPay with one store, as far as a shop needs it: invoices and their page, coins with confirmations, refunds by pull
/// payment, payouts, signed webhooks (https://docs.btcpayserver.org/API/Greenfield/v1/). It is stricter than BTCPay with fields that it
/// does not know.
/// </summary>
public sealed partial class BtcPayDouble : KeylessCompany, IAsyncDisposable
{
    private readonly BtcPayBooks _books;
    private readonly TimeProvider _time;

    internal BtcPayDouble(TimeProvider time, Func<Uri> home)
    {
        _time = time;
        _books = new(time, home, Tell);
    }

    public string StoreId => "STOREDOUBLE";

    /// <summary>The key that calls come with.</summary>
    public string ApiKey { get; set; } = "btcpay-double-key";

    public BtcPayWebhooks Webhooks { get; } = new();

    /// <summary>Of one coin in the currency of invoices that are made from now on.</summary>
    public decimal Rate
    {
        set => Locked(() => _books.Rate = value);
    }

    /// <summary>The invoices made for an order, in order.</summary>
    public IReadOnlyList<(string Id, string Status, string AdditionalStatus)> InvoicesOf(string order) =>
        Locked(() =>
            _books
                .Invoices.Where(invoice => invoice.OrderId == order)
                .Select(invoice => (invoice.Id, invoice.Status, invoice.AdditionalStatus))
                .ToArray()
        );

    /// <summary>The refunds of an order's invoices, in order.</summary>
    public IReadOnlyList<(string Id, decimal Amount, bool Archived)> RefundsOf(string order) =>
        Locked(() =>
            _books
                .PullPayments.Where(refund => refund.Invoice.OrderId == order)
                .Select(refund => (refund.Id, refund.Amount, refund.Archived))
                .ToArray()
        );

    /// <summary>The customer sends coins to an invoice's address.</summary>
    /// <param name="share">How much of what is due.</param>
    /// <returns>The payment's id.</returns>
    public string Pay(string invoice, decimal share = 1) =>
        Locked(() =>
        {
            var found = _books.Find(invoice);
            return _books.Pay(found, Math.Ceiling(found.Due * share * 100_000_000m) / 100_000_000m).Id;
        });

    /// <summary>The customer sends what is missing.</summary>
    public string PayRest(string invoice) =>
        Locked(() => _books.Pay(_books.Find(invoice), _books.Find(invoice).Due - _books.Find(invoice).Paid).Id);

    /// <summary>Blocks are found above a payment.</summary>
    public void Confirm(string payment, int confirmations = 6) => Locked(() => _books.Confirm(payment, confirmations));

    /// <summary>Another transaction takes the place of a payment that no block has.</summary>
    public void Drop(string payment) => Locked(() => _books.Drop(payment));

    public void Expire(string invoice) => Locked(() => _books.Expire(_books.Find(invoice)));

    public void EndMonitoring(string invoice) => Locked(() => _books.EndMonitoring(_books.Find(invoice)));

    /// <summary>Somebody marks an invoice in BTCPay.</summary>
    public void Mark(string invoice, string status) => Locked(() => _books.Mark(_books.Find(invoice), status));

    /// <summary>The customer says where a refund should go.</summary>
    /// <returns>The payout's id.</returns>
    public string Claim(string refund, decimal? amount = null) =>
        Locked(() => _books.Claim(_books.FindPullPayment(refund), amount ?? _books.FindPullPayment(refund).Amount).Id);

    /// <summary>A payout is approved, sent and confirmed.</summary>
    public void PayOut(string payout) =>
        Locked(() =>
        {
            foreach (var state in (string[])["AwaitingPayment", "InProgress", "Completed"])
                _books.Move(payout, state);
        });

    public void CancelPayout(string payout) => Locked(() => _books.Move(payout, "Cancelled"));

    /// <summary>Somebody archives a refund in BTCPay.</summary>
    public void Archive(string refund) => Locked(() => _books.Archive(_books.FindPullPayment(refund)));

    public ValueTask DisposeAsync() => Webhooks.DisposeAsync();

    private protected override string CallOf(Question asked) =>
        $"{asked.Request.Method} {Id().Replace(asked.Path, "/:id").Replace(StoreId, ":store", StringComparison.Ordinal)}";

    private protected override Reply Do(Question asked)
    {
        var request = asked.Request;
        try
        {
            if (request.Headers.Authorization != $"token {ApiKey}")
                throw BtcPayError.Refused(401, "unauthenticated", "Authentication is required for accessing this endpoint");
            return Reply.Text(200, Route(request.Method, asked.Path, request.Query, asked.Body)?.ToJsonString() ?? "");
        }
        catch (BtcPayError error)
        {
            return Reply.Text(error.Status, error.Body.ToJsonString());
        }
    }

    private JsonNode? Route(string method, string path, IQueryCollection query, string body)
    {
        var parts = path["/api/v1/".Length..].Split('/');
        if (parts is ["stores", var store, ..] && store != StoreId)
            throw BtcPayError.Refused(403, "missing-permission", "Insufficient API Permissions.");
        switch (method, parts)
        {
            case ("POST", ["stores", _, "invoices"]):
                return _books.Create(BtcPayRequest.Read(body)).Json(StoreId);
            case ("GET", ["stores", _, "invoices"]):
                return List(query);
            case ("GET", ["stores", _, "invoices", var id]):
                return _books.Find(id).Json(StoreId);
            case ("GET", ["stores", _, "invoices", var id, "payment-methods"]):
                return _books.Find(id).MethodsJson();
            case ("POST", ["stores", _, "invoices", var id, "status"]):
                var status = BtcPayRequest.Read(body);
                status.RefuseOtherThan("status");
                _books.Mark(_books.Find(id), status.Text("status"));
                return _books.Find(id).Json(StoreId);
            case ("POST", ["stores", _, "invoices", var id, "refund"]):
                return _books.Refund(_books.Find(id), BtcPayRequest.Read(body)).Json();
            case ("GET", ["stores", _, "pull-payments"]):
                return new JsonArray([.. _books.PullPayments.Where(refund => !refund.Archived).Select(refund => refund.Json())]);
            case ("GET", ["stores", _, "pull-payments", var id]):
                return _books.FindPullPayment(id).Json();
            case ("DELETE", ["stores", _, "pull-payments", var id]):
                _books.Archive(_books.FindPullPayment(id));
                return null;
            case ("GET", ["pull-payments", var id, "payouts"]):
                return new JsonArray([.. _books.FindPullPayment(id).Payouts.Select(payout => payout.Json())]);
            default:
                throw BtcPayError.Refused(404, "not-found", $"There is no {method} {path}.");
        }
    }

    private JsonArray List(IQueryCollection query)
    {
        if (query.Keys.FirstOrDefault(name => name is not ("orderId" or "startDate" or "skip" or "take")) is { } unknown)
            throw BtcPayError.Invalid("It is not known.", unknown);
        long Number(string name, long otherwise) =>
            query.TryGetValue(name, out var text) ? long.Parse(text.ToString(), CultureInfo.InvariantCulture) : otherwise;
        var found = _books
            .Invoices.Where(invoice =>
                (!query.ContainsKey("orderId") || query["orderId"] == invoice.OrderId)
                && invoice.Created.ToUnixTimeSeconds() >= Number("startDate", 0)
            )
            .Reverse()
            .Skip((int)Number("skip", 0))
            .Take((int)Number("take", int.MaxValue));
        return new([.. found.Select(invoice => invoice.Json(StoreId))]);
    }

    /// <summary>The pages: where an invoice is paid, and where the customer says where a refund should go.</summary>
    private protected override async Task<bool> PageAsync(HttpContext context, string path)
    {
        if (path.StartsWith("/api/", StringComparison.Ordinal))
            return false;
        await ShowAsync(context, path);
        return true;
    }

    private async Task ShowAsync(HttpContext context, string path)
    {
        try
        {
            var isPost = HttpMethods.IsPost(context.Request.Method);
            var id = path.Split('/')[^1];
            var form = isPost ? await context.Request.ReadFormAsync(context.RequestAborted) : null;
            string html;
            if (path.StartsWith("/i/", StringComparison.Ordinal))
            {
                if (form is not null)
                {
                    var share = decimal.Parse(form["share"].ToString(), CultureInfo.InvariantCulture);
                    Confirm(Pay(id, share));
                    context.Response.Redirect(Locked(() => _books.Find(id).RedirectUrl));
                    return;
                }

                var (status, due) = Locked(() => (_books.Find(id).Status, BtcPayBooks.Text(_books.Find(id).Due)));
                html =
                    $"<h1>Pay {due} BTC</h1><p>{status}</p><form method=\"post\"><button name=\"share\" value=\"1\">all</button> "
                    + "<button name=\"share\" value=\"0.5\">half</button></form>";
            }
            else
            {
                if (form is not null)
                    PayOut(Claim(id));
                html = "<h1>Your refund</h1><form method=\"post\"><input name=\"address\"><button>Claim</button></form>";
            }

            context.Response.ContentType = "text/html; charset=utf-8";
            await context.Response.WriteAsync(
                $"<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>BTCPay (double)</title>{html}",
                context.RequestAborted
            );
        }
        catch (BtcPayError error)
        {
            context.Response.StatusCode = error.Status;
            await context.Response.WriteAsync(error.Message, context.RequestAborted);
        }
    }

    private void Tell(string type, JsonObject about)
    {
        JsonObject told = new()
        {
            ["type"] = type,
            ["timestamp"] = _time.GetUtcNow().ToUnixTimeSeconds(),
            ["storeId"] = StoreId,
        };
        foreach (var (name, value) in about)
            told[name] = value?.DeepClone();
        Webhooks.Post(told);
    }

    [GeneratedRegex("/(?:INV|PP|PO)[0-9A-F]{16}", RegexOptions.NonBacktracking)]
    private static partial Regex Id();
}
