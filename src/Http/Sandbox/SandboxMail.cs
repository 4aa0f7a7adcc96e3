namespace Orders.Functions.Http.Sandbox;

/// <summary>A mail as the sandbox's mailbox received it.</summary>
/// <param name="Key">The custom argument <c>mail_key</c>, if it had one.</param>
public sealed record SandboxMail(
    string Id,
    DateTimeOffset ReceivedAt,
    string From,
    string To,
    string Subject,
    string? Key,
    string? Text,
    string? Html
);
