using Microsoft.AspNetCore.Http;
using Orders.Functions.Domain.Views;

namespace Orders.Functions.Http.Pages;

/// <summary>The two languages of the order page.</summary>
internal static class PageLanguage
{
    public const string Chinese = "zh-CN";
    public const string English = "en";

    public static IReadOnlyList<string> All { get; } = [Chinese, English];

    /// <summary>The one that the reader switched to (<c>?lang=</c>), else the order's.</summary>
    public static string Of(HttpRequest request, string locale) =>
        request.Query["lang"].ToString() switch
        {
            Chinese => Chinese,
            English => English,
            _ => CustomerFormat.IsChinese(locale) ? Chinese : English,
        };

    /// <summary>The one that the reader's browser asks for: where there is no order to tell.</summary>
    public static string OfReader(HttpRequest request) => Of(request, request.Headers.AcceptLanguage.ToString().TrimStart());
}
