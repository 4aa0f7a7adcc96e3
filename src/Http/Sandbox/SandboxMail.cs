namespace Orders.Functions.Http.Sandbox;

/// <summary>A mail as the sandbox's mailbox received it.</summary>
public sealed record SandboxMail
{
    public required string Id { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public required string From { get; init; }

    public required string To { get; init; }

    public required string Subject { get; init; }

    /// <summary>The custom argument <c>mail_key</c>, if it had one.</summary>
    public string? Key { get; init; }

    public string? Text { get; init; }

    public string? Html { get; init; }
}
