using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;
using Orders.Functions.Http.Storefront;

namespace Orders.Functions.Http.Pages;

/// <summary>The forms of the order page, each handed to the storefront's function that does the same.</summary>
public sealed class PageActions(CancelOrder cancel, DecideChange change, DecideStock stock, FileClaim claim, FileRequest ask, GiveRefundAddress refundAddress, RequestReturn giveBack)
{
    /// <returns>The function's answer; null if there is no such action.</returns>
    internal async Task<IResult?> RunAsync(string action, HttpRequest request, string orderId, DurableTaskClient client, CancellationToken cancellation) => action switch
    {
        "cancel" => await AsJsonAsync(form => new JsonObject { ["reason"] = form.Text("reason") }, json => cancel.RunAsync(json, orderId, client, cancellation), request, cancellation),
        "change-confirm" => await WithChangeAsync((form, id) => change.ConfirmAsync(PageForm.Become(request, new JsonObject { ["acceptDuties"] = form.Text("acceptDuties") == "true" }), orderId, id, client, cancellation), request, cancellation),
        "change-decline" => await WithChangeAsync((_, id) => change.DeclineAsync(request, orderId, id, client, cancellation), request, cancellation),
        "claims" => await claim.RunAsync(request, orderId, client, cancellation),
        "refund-address" => await AsJsonAsync(form => new JsonObject { ["address"] = form.Text("address") }, json => refundAddress.RunAsync(json, orderId, cancellation), request, cancellation),
        "requests" => await ask.RunAsync(request, orderId, client, cancellation),
        "returns" => await AsJsonAsync(PageChoices.Return, json => giveBack.RunAsync(json, orderId, client, cancellation), request, cancellation),
        "stock-decision" => await AsJsonAsync(PageChoices.StockDecision, json => stock.RunAsync(json, orderId, client, cancellation), request, cancellation),
        _ => null,
    };

    // The offer on the page may not be the one that is open now: the form names the one that was read.
    private static async Task<IResult> WithChangeAsync(Func<PageForm, string, Task<IResult>> decide, HttpRequest request, CancellationToken cancellation) =>
        await PageForm.ReadAsync(request, cancellation) is { } form && form.Text("changeId") is { } changeId ? await decide(form, changeId) : PageForm.Unreadable;

    private static async Task<IResult> AsJsonAsync(Func<PageForm, JsonObject> body, Func<HttpRequest, Task<IResult>> run, HttpRequest request, CancellationToken cancellation) =>
        await PageForm.ReadAsync(request, cancellation) is { } form ? await run(PageForm.Become(request, body(form))) : PageForm.Unreadable;
}
