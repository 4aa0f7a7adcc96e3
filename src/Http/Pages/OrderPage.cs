using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Orders.Functions.Commands;
using Orders.Functions.Domain.Views;
using Orders.Functions.Storage.Customers;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Http.Pages;

/// <summary>
/// The customer's page of one order, behind the signed link of their mails. Its forms ask the same of the order as the storefront's calls,
/// by the same commands; this page puts what comes of it into words.
/// </summary>
public sealed class OrderPage(
    OrderStore orders,
    ContactStore contacts,
    CaseTexts texts,
    PageLinks links,
    PageRenderer renderer,
    PageActions actions,
    TimeProvider time
)
{
    [Function("OrderPageShow")]
    public async Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "page/{token}")] HttpRequest request,
        string token,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation
    )
    {
        if (await FindAsync(request, token, cancellation) is not { } record)
            return Gone(request);
        var language = PageLanguage.Of(request, record.Order.Locale);
        var model = await ModelAsync(request, record, token, language, client, cancellation);
        return Page(StatusCodes.Status200OK, request.Query.ContainsKey("done") ? model with { Notice = PageTexts.Done(language) } : model);
    }

    [Function("OrderPageAct")]
    public async Task<IResult> ActAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "page/{token}/{action}")] HttpRequest request,
        string token,
        string action,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation
    )
    {
        if (await FindAsync(request, token, cancellation) is not { } record)
            return Gone(request);
        var language = PageLanguage.Of(request, record.Order.Locale);
        var fromElsewhere = IsFromElsewhere(request);
        if (!fromElsewhere && !PageActions.Has(action))
            return Gone(request);
        var problem = fromElsewhere
            ? new Problem("urn:orders:cross-site", StatusCodes.Status403Forbidden, PageTexts.FromElsewhere(language))
            : await actions.RunAsync(action, request, record, client, cancellation);
        if (problem is null)
            return new PageRedirect($"{Path(request, token)}?lang={language}&done");

        var now = await FindAsync(request, token, cancellation) ?? record;
        var model = await ModelAsync(request, now, token, language, client, cancellation);
        return Page(problem.Status, model with { Trouble = PageTexts.Of(problem, language) });
    }

    private async Task<OrderRecord?> FindAsync(HttpRequest request, string token, CancellationToken cancellation)
    {
        // The token is a key, and a trace is read by many: they are told the route only.
        request.HttpContext.Features.Get<IHttpActivityFeature>()?.Activity.SetTag("url.path", "/api/page/…");
        return links.OrderOf(token, time.GetUtcNow()) is { } orderId ? await orders.FindAsync(orderId, cancellation) : null;
    }

    private async Task<PageModel> ModelAsync(
        HttpRequest request,
        OrderRecord record,
        string token,
        string language,
        DurableTaskClient client,
        CancellationToken cancellation
    )
    {
        var now = time.GetUtcNow();
        var asked = await contacts.WithRefundAddressAsync(record, cancellation);
        return PageModels.Of(
            await asked.WithStandingAsync(client, now, cancellation),
            await orders.TimelineAsync(record.Order.OrderId, cancellation),
            await WordsAsync(record, cancellation),
            language,
            Path(request, token),
            now
        );
    }

    private async Task<IReadOnlyDictionary<string, PageWords>> WordsAsync(OrderRecord record, CancellationToken cancellation)
    {
        var words = new Dictionary<string, PageWords>(StringComparer.Ordinal);
        foreach (var filed in record.Cases)
        {
            words[filed.CaseId] = new(
                await texts.TextAsync(record.Order.CustomerId, filed, cancellation),
                await texts.AnswerAsync(record.Order.CustomerId, filed, cancellation)
            );
        }

        return words;
    }

    private PageResult Page(int status, PageModel model) => new(status, renderer.Order(model), renderer.StyleHash);

    private PageResult Gone(HttpRequest request) =>
        new(StatusCodes.Status404NotFound, renderer.Gone(PageLanguage.OfReader(request)), renderer.StyleHash);

    private static string Path(HttpRequest request, string token) => $"{request.PathBase}/api/page/{token}";

    /// <summary>
    /// Whether another site sent the form. It would need the link, which is the secret; the browser's word is a second lock. The page
    /// forbids referrers, so that its own forms come with the origin <c>null</c>: <c>Sec-Fetch-Site</c> tells more where a browser sends
    /// it.
    /// </summary>
    private static bool IsFromElsewhere(HttpRequest request)
    {
        if (request.Headers.TryGetValue("Sec-Fetch-Site", out var site))
            return site != "same-origin" && site != "none";
        var origin = request.Headers.Origin.ToString();
        return origin is not ("" or "null")
            && !(
                Uri.TryCreate(origin, UriKind.Absolute, out var uri)
                && string.Equals(uri.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase)
            );
    }
}
