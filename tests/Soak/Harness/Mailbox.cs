using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Soak.Harness;

/// <summary>The local mailbox: what customers got.</summary>
internal sealed class Mailbox(HttpClient http)
{
    /// <summary>All mails about an order, oldest first.</summary>
    public async Task<IReadOnlyList<Mail>> OfAsync(string orderId) =>
        [
            .. (await GetAsync($"api/sandbox/mails?order={Uri.EscapeDataString(orderId)}", "application/json"))
                .Json.AsArray()
                .Reverse()
                .Select(mail => new Mail(mail!)),
        ];

    /// <summary>Waits for one mail among others.</summary>
    public async Task<Mail> WaitForAsync(string orderId, string kind) =>
        (await Eventually.GetAsync(() => OfAsync(orderId), mails => mails.Any(mail => mail.Kind == kind), $"the mail '{kind}'")).First(
            mail => mail.Kind == kind
        );

    /// <summary>A page of the mailbox, as a browser asks for it.</summary>
    public Task<Answer> PageAsync(string path) => GetAsync(path, "text/html");

    private async Task<Answer> GetAsync(string path, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        request.Headers.Add("x-functions-key", App.StorefrontKey);
        request.Headers.Accept.ParseAdd(accept);
        using var response = await http.SendAsync(request);
        return (await Answer.ReadAsync(response)).Expect(HttpStatusCode.OK);
    }
}

/// <summary>One mail as the mailbox took it.</summary>
internal sealed partial class Mail(JsonNode mail)
{
    public string Id => (string)mail["id"]!;

    /// <summary>order / kind / reference: what the app wrote into the mail to tell it from others.</summary>
    public string Key => (string)mail["key"]!;

    public string Kind => Key.Split('/')[1];

    public string To => (string)mail["to"]!;

    public string Subject => (string)mail["subject"]!;

    public string Html => (string)mail["html"]!;

    public string Text => (string)mail["text"]!;

    /// <summary>Where the customer's order page is.</summary>
    public Uri PageLink => new(Link().Match(Text).Value);

    public override string ToString() => $"{Key}: {Subject}";

    [GeneratedRegex(@"http://\S+/api/page/\S+", RegexOptions.None, 1000)]
    private static partial Regex Link();
}
