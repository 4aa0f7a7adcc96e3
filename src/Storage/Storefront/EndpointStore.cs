using System.Security.Cryptography;
using Azure;
using Azure.Data.Tables;
using Orders.Functions.Domain.Storefront;
using Orders.Functions.Storage.Customers;
using Orders.Functions.Storage.Tables;

namespace Orders.Functions.Storage.Storefront;

/// <summary>
/// The endpoints that the storefront hears of its orders at, in one partition, each with its secrets sealed beside it: whoever reads an
/// endpoint does not have them in hand.
/// </summary>
public sealed class EndpointStore(TableServiceClient tables, MasterKeys keys, OptimisticRetry retry, TimeProvider clock)
{
    private const string Partition = "endpoint";
    private const string Secrets = nameof(Secrets);

    private readonly TableClient _endpoints = tables.GetTableClient(StorageSchema.StorefrontEndpoints);
    private volatile IReadOnlyList<StorefrontEndpoint>? _open;

    /// <summary>
    /// Those that get what happens now, as this process knows them: read once, and again by <see cref="RefreshAsync"/>. What another process
    /// has changed since is not seen yet.
    /// </summary>
    public async ValueTask<IReadOnlyList<StorefrontEndpoint>> OpenAsync(CancellationToken cancellation = default) =>
        _open ?? await RefreshAsync(cancellation);

    /// <summary>Looks which endpoints there are.</summary>
    public async Task<IReadOnlyList<StorefrontEndpoint>> RefreshAsync(CancellationToken cancellation = default) =>
        _open = [.. (await ListAsync(cancellation)).Where(endpoint => endpoint.IsOpen)];

    /// <summary>All of them, the deleted ones too whose log is still kept; the oldest first.</summary>
    public async Task<IReadOnlyList<StorefrontEndpoint>> ListAsync(CancellationToken cancellation = default)
    {
        var endpoints = new List<StorefrontEndpoint>();
        await foreach (var row in _endpoints.QueryAsync<TableEntity>(TableKey.InPartition(Partition), cancellationToken: cancellation))
            endpoints.Add(row.Read<StorefrontEndpoint>());
        return [.. endpoints.OrderBy(endpoint => endpoint.CreatedAt)];
    }

    /// <summary>One that is not deleted; null if there is none.</summary>
    public async Task<StorefrontEndpoint?> FindAsync(string id, CancellationToken cancellation = default) =>
        (await FindRowAsync(id, cancellation))?.Read<StorefrontEndpoint>();

    /// <summary>One with the keys that sign what is posted to it now, the newest first; null if there is none.</summary>
    public async Task<(StorefrontEndpoint Endpoint, IReadOnlyList<byte[]> Keys)?> FindWithKeysAsync(
        string id,
        CancellationToken cancellation = default
    )
    {
        if (await FindRowAsync(id, cancellation) is not { } row)
            return null;
        var now = clock.GetUtcNow();
        byte[][] valid =
        [
            .. SecretsIn(row)
                .Where(secret => secret.Until is not { } until || until > now)
                .Select(secret => keys.OpenSecret(secret.Master, id, Convert.FromBase64String(secret.Box))),
        ];
        return (row.Read<StorefrontEndpoint>(), valid);
    }

    /// <summary>Stores a new endpoint.</summary>
    /// <returns>Its secret, to be shown once.</returns>
    public async Task<string> AddAsync(StorefrontEndpoint endpoint, CancellationToken cancellation = default)
    {
        var (secret, sealedOne) = NewSecret(endpoint.Id);
        await _endpoints.AddEntityAsync(RowOf(endpoint, [sealedOne]), cancellation);
        await RefreshAsync(cancellation);
        return secret;
    }

    /// <summary>Changes an endpoint that is not deleted.</summary>
    /// <returns>As it is now; null if there is none.</returns>
    public Task<StorefrontEndpoint?> ChangeAsync(
        string id,
        Func<StorefrontEndpoint, StorefrontEndpoint> change,
        CancellationToken cancellation = default
    ) => ChangeAsync(id, change, secrets => secrets, cancellation);

    /// <summary>Gives an endpoint another secret; the one before it signs too until then.</summary>
    /// <returns>The new secret, to be shown once; null if there is no such endpoint.</returns>
    public async Task<string?> RollAsync(
        string id,
        DateTimeOffset oldUntil,
        EndpointAction action,
        CancellationToken cancellation = default
    )
    {
        var (secret, sealedOne) = NewSecret(id);
        var changed = await ChangeAsync(
            id,
            endpoint => endpoint.With(action),
            // Two at most: of those before, the one that was current.
            secrets => [sealedOne, .. secrets.Where(old => old.Until is null).Select(old => old with { Until = oldUntil })],
            cancellation
        );
        return changed is null ? null : secret;
    }

    /// <summary>Seals secrets anew that are sealed under a master key that is not the current one any more.</summary>
    public async Task ResealAsync(CancellationToken cancellation = default)
    {
        foreach (var endpoint in await ListAsync(cancellation))
        {
            if (await FindRowAsync(endpoint.Id, cancellation) is { } row && SecretsIn(row).Any(secret => secret.Master != keys.Current))
                await ChangeAsync(endpoint.Id, same => same, secrets => [.. secrets.Select(Resealed)], cancellation);

            SealedSecret Resealed(SealedSecret secret) =>
                Sealed(endpoint.Id, keys.OpenSecret(secret.Master, endpoint.Id, Convert.FromBase64String(secret.Box))) with
                {
                    Until = secret.Until,
                };
        }
    }

    /// <summary>Removes a deleted endpoint for good: its log is gone.</summary>
    public Task RemoveAsync(string id, CancellationToken cancellation = default) =>
        _endpoints.DeleteEntityAsync(Partition, TableKey.Escape(id), ETag.All, cancellation);

    private async Task<StorefrontEndpoint?> ChangeAsync(
        string id,
        Func<StorefrontEndpoint, StorefrontEndpoint> change,
        Func<IReadOnlyList<SealedSecret>, IReadOnlyList<SealedSecret>> changeSecrets,
        CancellationToken cancellation
    )
    {
        var changed = await retry.RunAsync(
            "the endpoint",
            async _ =>
            {
                if (await FindRowAsync(id, cancellation) is not { } row)
                    return null;
                var after = change(row.Read<StorefrontEndpoint>());

                // What is deleted signs nothing any more.
                var secrets = after.DeletedAt is null ? changeSecrets(SecretsIn(row)) : [];
                await _endpoints.UpdateEntityAsync(RowOf(after, secrets), row.ETag, TableUpdateMode.Replace, cancellation);
                return after;
            },
            cancellation
        );
        await RefreshAsync(cancellation);
        return changed;
    }

    private async Task<TableEntity?> FindRowAsync(string id, CancellationToken cancellation) =>
        await _endpoints.FindAsync(Partition, TableKey.Escape(id), cancellation) is { } row
        && row.Read<StorefrontEndpoint>().DeletedAt is null
            ? row
            : null;

    private (string Secret, SealedSecret Sealed) NewSecret(string id)
    {
        var key = RandomNumberGenerator.GetBytes(WebhookSecret.Bytes);
        return (WebhookSecret.Text(key), Sealed(id, key));
    }

    private SealedSecret Sealed(string id, byte[] key) => new(keys.Current, Convert.ToBase64String(keys.SealSecret(id, key)), Until: null);

    private static TableEntity RowOf(StorefrontEndpoint endpoint, IReadOnlyList<SealedSecret> secrets) =>
        new TableEntity(Partition, TableKey.Escape(endpoint.Id))
        {
            [Secrets] = string.Join('\n', secrets.Select(secret => $"{secret.Master} {secret.Box} {secret.Until:O}")),
        }.With(endpoint);

    private static IReadOnlyList<SealedSecret> SecretsIn(TableEntity row) =>
        [
            .. row.GetString(Secrets)
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => line.Split(' '))
                .Select(parts => new SealedSecret(
                    parts[0],
                    parts[1],
                    parts[2].Length == 0
                        ? null
                        : DateTimeOffset.ParseExact(parts[2], "O", System.Globalization.CultureInfo.InvariantCulture)
                )),
        ];

    /// <param name="Master">The id of the master key that it is sealed under.</param>
    /// <param name="Until">It signs until then; null: it is the current one.</param>
    private sealed record SealedSecret(string Master, string Box, DateTimeOffset? Until);
}
