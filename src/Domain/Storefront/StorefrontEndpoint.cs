namespace Orders.Functions.Domain.Storefront;

/// <summary>Where the storefront hears of its orders. Its secrets are kept apart from it.</summary>
public sealed record StorefrontEndpoint
{
    public required string Id { get; init; }

    public required string Url { get; init; }

    /// <summary>The types that it asked for; none: all.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>False: it gets nothing, and what happens meanwhile is not kept for it.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Since when no delivery has succeeded; null if the last one did.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>Since when it is deleted; its log is kept for a while.</summary>
    public DateTimeOffset? DeletedAt { get; init; }

    /// <summary>Who did what with it, the last first.</summary>
    public IReadOnlyList<EndpointAction> Actions { get; init; } = [];

    /// <summary>Gets what happens now.</summary>
    public bool IsOpen => Enabled && DeletedAt is null;

    public bool Wants(string type) => Types.Count == 0 || Types.Contains(type, StringComparer.Ordinal);

    /// <summary>With an action more; the oldest beyond the last fifty is let go.</summary>
    public StorefrontEndpoint With(EndpointAction action) => this with { Actions = [action, .. Actions.Take(49)] };
}

/// <param name="By">Who of operations; <c>system</c> where it came by itself.</param>
/// <param name="What">In JSON: snake_case.</param>
/// <param name="Note">What it was about: the new address, the delivery that was replayed.</param>
public sealed record EndpointAction(DateTimeOffset At, string By, EndpointActionKind What, string? Note = null);

public enum EndpointActionKind
{
    Created,
    Changed,
    SwitchedOn,
    SwitchedOff,
    SecretRolled,
    Tested,
    Replayed,
    Deleted,
}
