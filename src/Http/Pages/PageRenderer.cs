using System.Collections.Frozen;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using HandlebarsDotNet;
using HandlebarsDotNet.Compiler.Resolvers;
using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Http.Pages;

/// <summary>
/// Turns the order page's model into HTML: the templates of <c>Pages/Templates</c>, with both languages side by side in them (<c>{{t
/// "English" "中文"}}</c>). Everything is encoded; nothing runs in the browser.
/// </summary>
public sealed class PageRenderer
{
    private const string Root = "Orders.Functions.Http.Pages.Templates.";

    private readonly FrozenDictionary<
        string,
        (HandlebarsTemplate<object, object> Layout, HandlebarsTemplate<object, object> Order, HandlebarsTemplate<object, object> Gone)
    > _pages;
    private readonly string _shop;
    private readonly string _style;

    /// <exception cref="InvalidOperationException">A template is missing.</exception>
    public PageRenderer(ShopName shop)
    {
        _shop = shop.Text;
        _style = Read("style.css").Trim();
        StyleHash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(_style)));
        _pages = PageLanguage.All.ToFrozenDictionary(
            language => language,
            language =>
            {
                var environment = Environment(language);
                return (
                    environment.Compile(Read("layout.hbs")),
                    environment.Compile(Read("order.hbs")),
                    environment.Compile(Read("gone.hbs"))
                );
            }
        );
    }

    /// <summary>The only style that the browser may apply: for the page's content security policy.</summary>
    public string StyleHash { get; }

    internal string Order(PageModel model) =>
        Lay(model.Lang, $"{model.OrderNumber}: {model.Status}", model.Path, _pages[model.Lang].Order(model));

    /// <summary>What a wrong or expired link shows; the same for both, and for orders that never were.</summary>
    internal string Gone(string language) =>
        Lay(language, language == PageLanguage.Chinese ? "链接无效" : "Nothing here", "", _pages[language].Gone(new { }));

    private string Lay(string language, string title, string path, string body) =>
        _pages[language]
            .Layout(
                new
                {
                    Lang = language,
                    IsChinese = language == PageLanguage.Chinese,
                    Title = title,
                    Path = path,
                    Shop = _shop,
                    Style = _style,
                    Body = body,
                }
            );

    private static IHandlebars Environment(string language)
    {
        var environment = Handlebars.Create(
            new HandlebarsConfiguration
            {
                ExpressionNameResolver = new UpperCamelCaseExpressionNameResolver(),
                TextEncoder = new HtmlEncoder(),
                ThrowOnUnresolvedBindingExpression = true,
            }
        );
        var chosen = language == PageLanguage.Chinese ? 1 : 0;
        environment.RegisterHelper("t", (Context _, Arguments texts) => texts[chosen]);
        foreach (var form in new[] { "cancel", "claim", "offer", "refund-address", "request", "return", "stock", "waybill" })
            environment.RegisterTemplate(form, Read($"{form}.hbs"));
        return environment;
    }

    private static string Read(string name)
    {
        using var stream =
            Assembly.GetExecutingAssembly().GetManifestResourceStream(Root + name)
            ?? throw new InvalidOperationException($"The app was built without the page template {name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
