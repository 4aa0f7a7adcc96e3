using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Storefront;
using Orders.Functions.Storage.Storefront;

namespace Orders.Functions.Commands.Storefront;

/// <summary>What operations do with the storefront's endpoints. Each action is written down at the endpoint, with who did it.</summary>
public sealed class WebhookEndpoints(EndpointStore endpoints, IWebhookPost post, TimeProvider clock)
{
    private const string What = "webhook endpoint";

    /// <summary>With it, how many there are is no matter of a page.</summary>
    private const int Most = 20;

    public async Task<Outcome<(StorefrontEndpoint Endpoint, string Secret)>> CreateAsync(
        EndpointOrder order,
        CancellationToken cancellation
    )
    {
        var errors = Errors(order.Url, order.Types);
        if ((await endpoints.OpenAsync(cancellation)).Count >= Most)
            errors.Add("", $"There are {Most} endpoints already.");
        if (errors.Any)
            return new Unfit(errors);
        var now = clock.GetUtcNow();
        var endpoint = new StorefrontEndpoint
        {
            Id = $"we_{Guid.CreateVersion7(now):N}",
            Url = order.Url!,
            Types = order.Types ?? [],
            CreatedAt = now,
        }.With(new(now, order.By, EndpointActionKind.Created));
        return new Done<(StorefrontEndpoint, string)>((endpoint, await endpoints.AddAsync(endpoint, cancellation)));
    }

    /// <summary>Those that are not deleted, the oldest first.</summary>
    public async Task<IReadOnlyList<StorefrontEndpoint>> ListAsync(CancellationToken cancellation) =>
        [.. (await endpoints.ListAsync(cancellation)).Where(endpoint => endpoint.DeletedAt is null)];

    public Task<StorefrontEndpoint?> FindAsync(string id, CancellationToken cancellation) => endpoints.FindAsync(id, cancellation);

    /// <summary>Changes what is given, and leaves the rest.</summary>
    public async Task<Outcome<StorefrontEndpoint>> ChangeAsync(string id, EndpointOrder order, CancellationToken cancellation)
    {
        if (await endpoints.FindAsync(id, cancellation) is null)
            return new Missing(What);
        var errors = Errors(order.Url, order.Types);
        return errors.Any ? new Unfit(errors) : Known(await endpoints.ChangeAsync(id, endpoint => Changed(endpoint, order), cancellation));
    }

    /// <summary>Gives it another secret; the one before it signs too for a while.</summary>
    public async Task<Outcome<string>> RollAsync(string id, TimeSpan overlap, string by, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var action = new EndpointAction(now, by, EndpointActionKind.SecretRolled);
        return await endpoints.RollAsync(id, now + overlap, action, cancellation) is { } secret
            ? new Done<string>(secret)
            : new Missing(What);
    }

    public async Task<Outcome<StorefrontEndpoint>> DeleteAsync(string id, string by, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        return Known(
            await endpoints.ChangeAsync(
                id,
                endpoint => endpoint.With(new(now, by, EndpointActionKind.Deleted)) with { DeletedAt = now },
                cancellation
            )
        );
    }

    private StorefrontEndpoint Changed(StorefrontEndpoint endpoint, EndpointOrder order)
    {
        var now = clock.GetUtcNow();
        var after = endpoint;
        if (order.Url is { } url && url != endpoint.Url)
            after = after.With(new(now, order.By, EndpointActionKind.Changed, $"url: {url}")) with { Url = url, FailingSince = null };
        if (order.Types is { } types)
            after = after.With(new(now, order.By, EndpointActionKind.Changed, $"types: {string.Join(", ", types)}")) with { Types = types };
        if (order.Enabled is { } enabled && enabled != endpoint.Enabled)
            after = after.With(new(now, order.By, enabled ? EndpointActionKind.SwitchedOn : EndpointActionKind.SwitchedOff)) with
            {
                Enabled = enabled,
                FailingSince = null,
            };
        return after;
    }

    private FieldErrors Errors(string? url, IReadOnlyList<string>? types)
    {
        var errors = new FieldErrors();
        if (url is not null && post.Against(url) is { } complaint)
            errors.Add("url", complaint);
        foreach (var (index, type) in (types ?? []).Index())
        {
            if (!StorefrontEvents.All.Contains(type, StringComparer.Ordinal))
                errors.Add(FormattableString.Invariant($"types[{index}]"), "Is no type of event.");
        }

        return errors;
    }

    private static Outcome<StorefrontEndpoint> Known(StorefrontEndpoint? endpoint) =>
        endpoint is null ? new Missing(What) : new Done<StorefrontEndpoint>(endpoint);
}

/// <summary>What an endpoint is to be; null: as it is.</summary>
/// <param name="Types">None: all.</param>
public sealed record EndpointOrder(string By, string? Url = null, IReadOnlyList<string>? Types = null, bool? Enabled = null);
