namespace Orders.Functions.Domain.Storefront;

/// <summary>One try to deliver a message to an endpoint, or the end of trying: what the log shows.</summary>
public sealed record Delivery
{
    /// <summary>Opaque; what a replay names. Empty until it is stored.</summary>
    public string Id { get; init; } = "";

    public required string MessageId { get; init; }

    public required string Type { get; init; }

    /// <summary>From 1; 0 where there was no try.</summary>
    public required int Attempt { get; init; }

    public required DateTimeOffset At { get; init; }

    public required DeliveryOutcome Outcome { get; init; }

    public int? Status { get; init; }

    public PostError? Error { get; init; }

    /// <summary>How long the receiver took, in milliseconds.</summary>
    public required long Took { get; init; }

    /// <summary>The first kilobyte of the receiver's answer.</summary>
    public string? Answer { get; init; }

    /// <summary>When it is tried again.</summary>
    public DateTimeOffset? NextAt { get; init; }

    /// <summary>Null for a test.</summary>
    public StorefrontMessage? Message { get; init; }

    /// <summary>A try, or the end of trying, of a message of an order.</summary>
    /// <param name="attempt">0: none was made.</param>
    public static Delivery Of(
        StorefrontMessage message,
        int attempt,
        DateTimeOffset at,
        DeliveryOutcome outcome,
        PostAnswer? answer = null
    ) => Of(message.Id, message.Type, attempt, at, outcome, answer) with { Message = message with { IsReplay = false } };

    /// <inheritdoc cref="Of(StorefrontMessage, int, DateTimeOffset, DeliveryOutcome, PostAnswer?)"/>
    public static Delivery Of(string messageId, string type, int attempt, DateTimeOffset at, DeliveryOutcome outcome, PostAnswer? answer) =>
        new()
        {
            MessageId = messageId,
            Type = type,
            Attempt = attempt,
            At = at,
            Outcome = outcome,
            Status = answer?.Status,
            Error = answer?.Error,
            Took = (long)(answer?.Took.TotalMilliseconds ?? 0),
            Answer = answer?.Text,
        };
}

/// <summary>In JSON: snake_case.</summary>
public enum DeliveryOutcome
{
    Delivered,

    /// <summary>It is tried again.</summary>
    Failed,

    /// <summary>It is tried no more, unless somebody has it replayed.</summary>
    GivenUp,

    /// <summary>Its endpoint was switched off or deleted before its turn came.</summary>
    Dropped,
}
