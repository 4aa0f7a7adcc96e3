using System.Text.Json;

namespace Orders.Functions.Http.Sandbox;

/// <summary>Reads the body of a v3 <c>mail/send</c> and finds the faults that SendGrid would find.</summary>
internal static class MailboxMessage
{
    private const int LongestArguments = 10_000;

    /// <returns>The mail, or the faults by field.</returns>
    public static (SandboxMail? Mail, IReadOnlyList<(string Field, string Message)> Faults) Read(
        ReadOnlyMemory<byte> body,
        string id,
        DateTimeOffset now
    )
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return Read(document.RootElement, id, now);
        }
        catch (Exception unread) when (unread is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a text holds half of a surrogate pair.
            return (null, [("", "Bad Request")]);
        }
    }

    private static (SandboxMail? Mail, IReadOnlyList<(string Field, string Message)> Faults) Read(
        JsonElement body,
        string id,
        DateTimeOffset now
    )
    {
        var faults = new List<(string Field, string Message)>();
        var personalizations = Items(body, "personalizations");
        Require(
            personalizations.Count > 0,
            "personalizations",
            "The personalizations field is required and must have at least one personalization."
        );

        var to = new List<string>();
        foreach (var (personalization, index) in personalizations.Select((item, index) => (item, index)))
        {
            var recipients = Items(personalization, "to");
            Require(
                recipients.Count > 0,
                $"personalizations.{index}.to",
                "The to array is required for all personalization objects, and must have at least one email object with a valid "
                    + "email address."
            );
            to.AddRange(recipients.Select(Address));
            Require(
                recipients.All(recipient => IsAddress(Text(recipient, "email"))),
                $"personalizations.{index}.to.email",
                "Does not contain a valid address."
            );
            Require(
                Text(personalization, "subject") is { Length: > 0 } || Text(body, "subject") is { Length: > 0 },
                "subject",
                "The subject is required."
            );
        }

        var from = Member(body, "from");
        Require(IsAddress(Text(from, "email")), "from.email", "The from email does not contain a valid address.");

        var content = Items(body, "content").Select(part => (Type: Text(part, "type"), Value: Text(part, "value"))).ToList();
        Require(
            content.Count > 0,
            "content",
            "Unless a valid template_id is provided, the content parameter is required. There must be at least one defined content block."
        );
        Require(
            content.TrueForAll(part => part.Type is { Length: > 0 } && part.Value is { Length: > 0 }),
            "content.value",
            "The content value must be a string at least one character in length."
        );
        var plain = content.FindIndex(part => part.Type == "text/plain");
        Require(
            plain <= 0,
            "content",
            "If present, text/plain must be the first content part, followed by text/html, followed by any other content."
        );

        var arguments = Member(body, "custom_args");
        Require(
            arguments.ValueKind == JsonValueKind.Undefined || arguments.GetRawText().Length <= LongestArguments,
            "custom_args",
            "The custom arguments are over 10000 bytes."
        );
        var mail = new SandboxMail
        {
            Id = id,
            ReceivedAt = now,
            From = Address(from),
            To = string.Join(", ", to),
            Subject = Text(personalizations.FirstOrDefault(), "subject") ?? Text(body, "subject") ?? "",
            Key = Text(Member(personalizations.FirstOrDefault(), "custom_args"), "mail_key") ?? Text(arguments, "mail_key"),
            Text = content.Find(part => part.Type == "text/plain").Value,
            Html = content.Find(part => part.Type == "text/html").Value,
        };
        return faults.Count == 0 ? (mail, faults) : (null, faults);

        void Require(bool holds, string field, string message)
        {
            if (!holds)
                faults.Add((field, message));
        }
    }

    private static JsonElement Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : default;

    private static string? Text(JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static List<JsonElement> Items(JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.Array } items ? [.. items.EnumerateArray()] : [];

    private static string Address(JsonElement party) =>
        Text(party, "name") is { Length: > 0 } name ? $"{name} <{Text(party, "email")}>" : Text(party, "email") ?? "";

    private static bool IsAddress(string? text) =>
        text is not null && System.Net.Mail.MailAddress.TryCreate(text, out var address) && address.Address == text;
}
