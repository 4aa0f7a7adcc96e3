using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;
using Orders.Functions.Http.Storefront;
using Orders.Functions.Storage;

namespace Orders.Functions.Http.Pages;

/// <summary>The forms of the order page, each handed to the storefront's function that does the same.</summary>
public sealed class PageActions(CancelOrder cancel)
{
    /// <returns>The function's answer; null if there is no such action.</returns>
    internal async Task<IResult?> RunAsync(string action, HttpRequest request, OrderRecord record, DurableTaskClient client, CancellationToken cancellation)
    {
        var orderId = record.Order.OrderId;
        switch (action)
        {
            case "cancel":
                return await PageForm.ReadAsync(request, cancellation) is { } form
                    ? await cancel.RunAsync(PageForm.Become(request, new JsonObject { ["reason"] = form.Text("reason") }), orderId, client, cancellation)
                    : PageForm.Unreadable;
            default:
                return null;
        }
    }
}
