using Orders.Functions.Domain.Storefront;

namespace Orders.Functions.Http.Operations;

/// <summary>An endpoint as operations see it.</summary>
internal sealed record EndpointView
{
    public required string Id { get; init; }

    public required string Url { get; init; }

    public required IReadOnlyList<string> Types { get; init; }

    public required EndpointState State { get; init; }

    public DateTimeOffset? FailingSince { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required IReadOnlyList<EndpointAction> Actions { get; init; }

    /// <summary>Shown once, when it is made.</summary>
    public string? Secret { get; init; }

    public static EndpointView Of(StorefrontEndpoint endpoint) =>
        new()
        {
            Id = endpoint.Id,
            Url = endpoint.Url,
            Types = endpoint.Types,
            State =
                !endpoint.Enabled ? EndpointState.Disabled
                : endpoint.FailingSince is null ? EndpointState.Active
                : EndpointState.Failing,
            FailingSince = endpoint.FailingSince,
            CreatedAt = endpoint.CreatedAt,
            Actions = endpoint.Actions,
        };
}

/// <summary>In JSON: snake_case.</summary>
internal enum EndpointState
{
    Active,

    /// <summary>The last delivery did not succeed.</summary>
    Failing,
    Disabled,
}
