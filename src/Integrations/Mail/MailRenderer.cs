using System.Collections.Frozen;
using System.Reflection;
using System.Text.RegularExpressions;
using HandlebarsDotNet;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Views;

namespace Orders.Functions.Integrations.Mail;

/// <summary>
/// Turns a mail's content into words. A kind's template is written once for each language (<c>Templates/en/Paid.hbs</c>, its first line is
/// the subject); the parts of <c>Templates/html</c> and <c>Templates/text</c> give every mail the same look in either form.
/// </summary>
public sealed partial class MailRenderer
{
    private const string SubjectMark = "Subject: ";
    private const string Root = "Orders.Functions.Mail.Templates.";

    private static readonly string[] _locales = ["en", "zh-CN"];

    private readonly FrozenDictionary<(MailKind Kind, string Locale), Template> _templates;
    private readonly string _shop;

    /// <exception cref="InvalidOperationException">A template is missing or broken.</exception>
    public MailRenderer(MailOptions options)
    {
        _shop = options.Shop;
        var files = ReadFiles();
        _templates = _locales.SelectMany(locale => Compile(files, locale)).ToFrozenDictionary();
    }

    public MailText Render(MailContent content)
    {
        var model = MailModel.From(content, _shop);
        var template = _templates[(content.Mail.Kind, model.Locale)];
        var subject = CustomerFormat.OneLine(template.Subject(model));
        return new MailText(subject, Lay(template.Html, template.HtmlLayout), Tidy(Lay(template.Text, template.TextLayout)));

        string Lay(HandlebarsTemplate<object, object> body, HandlebarsTemplate<object, object> layout) =>
            layout(
                new
                {
                    model.Locale,
                    model.Shop,
                    model.OrderNumber,
                    model.PageUrl,
                    Subject = subject,
                    Body = body(model),
                }
            );
    }

    private static IEnumerable<KeyValuePair<(MailKind Kind, string Locale), Template>> Compile(
        Dictionary<string, string> files,
        string locale
    )
    {
        var html = Environment(files, "html", locale, encode: true);
        var text = Environment(files, "text", locale, encode: false);
        var layouts = (Html: html.Compile(files["html/layout"]), Text: text.Compile(files["text/layout"]));
        foreach (var kind in Enum.GetValues<MailKind>())
        {
            if (!files.TryGetValue($"{locale}/{kind}", out var source) || !source.StartsWith(SubjectMark, StringComparison.Ordinal))
                throw new InvalidOperationException(
                    $"The mail template {locale}/{kind}.hbs is missing or does not begin with its subject."
                );

            var end = source.IndexOf('\n', StringComparison.Ordinal);
            var (subject, body) = (source[SubjectMark.Length..end], source[(end + 1)..]);
            yield return new(
                (kind, locale),
                new Template(text.Compile(subject), html.Compile(body), layouts.Html, text.Compile(body), layouts.Text)
            );
        }
    }

    private static IHandlebars Environment(Dictionary<string, string> files, string form, string locale, bool encode)
    {
        var environment = Handlebars.Create(
            new HandlebarsConfiguration
            {
                ExpressionNameResolver = new HandlebarsDotNet.Compiler.Resolvers.UpperCamelCaseExpressionNameResolver(),
                NoEscape = !encode,
                TextEncoder = encode ? new HtmlEncoder() : null,
                ThrowOnUnresolvedBindingExpression = true,
            }
        );
        foreach (var (name, source) in files)
        {
            var (folder, file) = (
                name[..name.IndexOf('/', StringComparison.Ordinal)],
                name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..]
            );
            if (file != "layout" && (folder == form || (folder == locale && char.IsLower(file[0]))))
                environment.RegisterTemplate(file, source);
        }

        return environment;
    }

    private static Dictionary<string, string> ReadFiles()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Root, StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            files[resource[Root.Length..^".hbs".Length].Replace('\\', '/')] = reader.ReadToEnd();
        }

        return files;
    }

    /// <summary>The parts leave blank lines behind; a reader wants one at most.</summary>
    private static string Tidy(string text) => BlankLines().Replace(text.ReplaceLineEndings("\n"), "\n\n").Trim() + "\n";

    [GeneratedRegex(@"[ \t]*\n([ \t]*\n)+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: Patterns.Limit)]
    private static partial Regex BlankLines();

    private sealed record Template(
        HandlebarsTemplate<object, object> Subject,
        HandlebarsTemplate<object, object> Html,
        HandlebarsTemplate<object, object> HtmlLayout,
        HandlebarsTemplate<object, object> Text,
        HandlebarsTemplate<object, object> TextLayout
    );
}
