using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;
using Orders.Functions.Commands;
using Orders.Functions.Commands.AfterSales;
using Orders.Functions.Commands.Changes;
using Orders.Functions.Commands.Ordering;
using Orders.Functions.Commands.Payments;
using Orders.Functions.Commands.Stock;
using Orders.Functions.Domain.Views;
using Orders.Functions.Http.Storefront;

namespace Orders.Functions.Http.Pages;

/// <summary>
/// The forms of the order page: each is read by the rules of the storefront's call that asks the same, and handed to the same command.
/// </summary>
public sealed class PageActions(
    CancelOrderCommand cancel,
    DecideChangeCommand change,
    DecideStockCommand stock,
    FileClaimCommand claims,
    FileRequestCommand requests,
    GiveRefundAddressCommand refundAddress,
    RequestReturnCommand returns,
    SendReturnCommand send,
    MultipartRequest uploads,
    TimeProvider time
)
{
    private static readonly Dictionary<string, Func<PageActions, Posted, Task<Problem?>>> _actions = new(StringComparer.Ordinal)
    {
        ["cancel"] = (page, posted) => page.CancelAsync(posted),
        ["change-confirm"] = (page, posted) => page.ConfirmChangeAsync(posted),
        ["change-decline"] = (page, posted) => page.DeclineChangeAsync(posted),
        ["claims"] = (page, posted) => page.ClaimAsync(posted),
        ["refund-address"] = (page, posted) => page.GiveRefundAddressAsync(posted),
        ["requests"] = (page, posted) => page.AskAsync(posted),
        ["return-waybill"] = (page, posted) => page.SendReturnAsync(posted),
        ["returns"] = (page, posted) => page.ReturnAsync(posted),
        ["stock-decision"] = (page, posted) => page.DecideStockAsync(posted),
    };

    /// <summary>True if there is a form of that name.</summary>
    public static bool Has(string action) => _actions.ContainsKey(action);

    /// <returns>What stands in the way; null if it is done, or the order was told of it.</returns>
    internal Task<Problem?> RunAsync(
        string action,
        HttpRequest request,
        OrderRecord record,
        DurableTaskClient client,
        CancellationToken cancellation
    ) => _actions[action](this, new Posted(request, record, client, cancellation));

    private Task<Problem?> CancelAsync(Posted posted) =>
        posted.RunAsync(
            form => new JsonObject { ["reason"] = form.Text("reason") },
            body => CancelOrder.Read(body, posted.OrderId),
            wish => cancel.RunAsync(posted.Client, wish, posted.Cancellation)
        );

    // The offer on the page may not be the one that is open now: the form names the one that was read.
    private Task<Problem?> ConfirmChangeAsync(Posted posted) =>
        posted.WithChangeAsync(
            (form, changeId) =>
                posted.RunAsync(
                    new JsonObject { ["acceptDuties"] = form.Text("acceptDuties") == "true" },
                    body => ChangeRequestReader.ReadConfirmation(body, posted.OrderId, changeId),
                    confirmation => change.ConfirmAsync(posted.Client, confirmation, posted.Cancellation)
                )
        );

    private Task<Problem?> DeclineChangeAsync(Posted posted) =>
        posted.WithChangeAsync(
            async (_, changeId) => ProblemOf(await change.DeclineAsync(posted.Client, posted.OrderId, changeId, posted.Cancellation))
        );

    private async Task<Problem?> ClaimAsync(Posted posted)
    {
        var filedAt = time.GetUtcNow();
        var (asked, problem) = await ClaimForm.ReadAsync(uploads, posted.Request, posted.Record.Order.Locale, filedAt, posted.Cancellation);
        return asked is null ? problem : ProblemOf(await claims.RunAsync(posted.Client, posted.Record, asked, posted.Cancellation));
    }

    private Task<Problem?> GiveRefundAddressAsync(Posted posted) =>
        posted.RunAsync(
            form => new JsonObject { ["address"] = form.Text("address") },
            GiveRefundAddress.Read,
            address => refundAddress.RunAsync(posted.OrderId, address, posted.Cancellation)
        );

    private async Task<Problem?> AskAsync(Posted posted)
    {
        var filedAt = time.GetUtcNow();
        var (asked, problem) = await RequestForm.ReadAsync(
            uploads,
            posted.Request,
            posted.Record.Order.Locale,
            filedAt,
            posted.Cancellation
        );
        return asked is null ? problem : ProblemOf(await requests.RunAsync(posted.Client, posted.Record, asked, posted.Cancellation));
    }

    private Task<Problem?> ReturnAsync(Posted posted)
    {
        var filedAt = time.GetUtcNow();
        return posted.RunAsync(
            PageChoices.Return,
            body => ReturnReader.Read(body, posted.OrderId, filedAt),
            asked => returns.RunAsync(posted.Client, asked, posted.Cancellation)
        );
    }

    private async Task<Problem?> SendReturnAsync(Posted posted) =>
        await PageForm.ReadAsync(posted.Request, posted.Cancellation) is { } form && form.Text("rma") is { } rma
            ? await posted.RunAsync(
                new JsonObject { ["carrier"] = form.Text("carrier"), ["waybill"] = form.Text("waybill") },
                body => ReturnReader.ReadParcel(body, posted.OrderId, rma),
                said => send.RunAsync(posted.Client, said, posted.Cancellation)
            )
            : PageForm.Unreadable;

    private Task<Problem?> DecideStockAsync(Posted posted) =>
        posted.RunAsync(
            PageChoices.StockDecision,
            StockChoiceReader.Read,
            said => stock.RunAsync(posted.Client, posted.OrderId, said, posted.Cancellation)
        );

    private static Problem? ProblemOf<T>(Outcome<T> outcome) => outcome is NotDone<T>(var why) ? FailureProblem.Of(why) : null;

    /// <summary>A form that was posted for an order.</summary>
    private sealed record Posted(HttpRequest Request, OrderRecord Record, DurableTaskClient Client, CancellationToken Cancellation)
    {
        public string OrderId => Record.Order.OrderId;

        /// <param name="body">What the form says, in the words of the API.</param>
        public async Task<Problem?> RunAsync<TInput, T>(
            Func<PageForm, JsonObject> body,
            Func<JsonInput, TInput> read,
            Func<TInput, Task<Outcome<T>>> run
        ) => await PageForm.ReadAsync(Request, Cancellation) is { } form ? await RunAsync(body(form), read, run) : PageForm.Unreadable;

        public async Task<Problem?> RunAsync<TInput, T>(JsonObject body, Func<JsonInput, TInput> read, Func<TInput, Task<Outcome<T>>> run)
        {
            var (input, problem) = PageForm.Read(body, read);
            return problem ?? ProblemOf(await run(input!));
        }

        public async Task<Problem?> WithChangeAsync(Func<PageForm, string, Task<Problem?>> decide) =>
            await PageForm.ReadAsync(Request, Cancellation) is { } form && form.Text("changeId") is { } changeId
                ? await decide(form, changeId)
                : PageForm.Unreadable;
    }
}
