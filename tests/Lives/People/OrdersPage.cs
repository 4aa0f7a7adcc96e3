using System.Text;
using Companies;
using Lives.Machine;
using Orders.Functions.Domain.Views;
using Orders.Functions.Http.Pages;

namespace Lives.People;

/// <summary>
/// The page of an order, behind the signed link in the customer's mails: another way to ask for what the storefront asks for.
/// </summary>
internal static class OrdersPage
{
    /// <summary>Whether somebody does a deed on the page: of each three customers one does. Others have the storefront.</summary>
    public static bool IsUsed(int variant) => variant % 3 == 0;

    /// <summary>Opens the page.</summary>
    /// <param name="done">It is opened since a form was taken.</param>
    public static async Task LookAsync(Life life, PlacedOrder order, bool done = false)
    {
        var answer = await Asking.AskAsync(
            life,
            order,
            "page",
            app =>
                HttpCall
                    .To(app)
                    .Query(done ? "?done" : "")
                    .SendAsync(request => app.Get<OrderPage>().ShowAsync(request, TokenOf(app, order), app.Client, CancellationToken.None))
        );
        if (answer.Status != 200)
            throw new SimulationException($"The page of order {order.Index} is answered {answer.Status}.");
        life.PageRead?.Invoke(order, answer.Html!);
    }

    /// <summary>Sends a form without files, as a browser does, and goes where the answer sends it.</summary>
    /// <param name="what">As the storefront's deed is called.</param>
    /// <param name="action">The form's.</param>
    public static Task<Answer> PostAsync(
        Life life,
        PlacedOrder order,
        string what,
        string action,
        IReadOnlyList<(string Field, string Value)> fields,
        string? id = null
    )
    {
        var body = string.Join('&', fields.Select(field => $"{Uri.EscapeDataString(field.Field)}={Uri.EscapeDataString(field.Value)}"));
        return PostAsync(life, order, what, action, "application/x-www-form-urlencoded", Encoding.UTF8.GetBytes(body), id);
    }

    /// <inheritdoc cref="PostAsync(Life, PlacedOrder, string, string, IReadOnlyList{ValueTuple{string, string}}, string?)"/>
    public static async Task<Answer> PostAsync(
        Life life,
        PlacedOrder order,
        string what,
        string action,
        string contentType,
        byte[] body,
        string? id = null
    )
    {
        var answer = await Asking.AskAsync(
            life,
            order,
            what,
            app =>
                HttpCall
                    .To(app)
                    .Body(contentType, body)
                    .Header("Sec-Fetch-Site", "same-origin")
                    .SendAsync(request =>
                        app.Get<OrderPage>().ActAsync(request, TokenOf(app, order), action, app.Client, CancellationToken.None)
                    ),
            id
        );
        if (answer.IsSuccess)
            await LookAsync(life, order, done: true);
        return answer;
    }

    // Each mail has a link of its own; the last one is taken.
    private static string TokenOf(AppProcess app, PlacedOrder order) =>
        app.Get<PageLinks>().UrlOf(order.OrderId, app.Get<TimeProvider>().GetUtcNow()).Segments[^1];
}
