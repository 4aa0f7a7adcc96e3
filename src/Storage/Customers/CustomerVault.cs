using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Data.Tables;
using Orders.Functions.Storage.Tables;

namespace Orders.Functions.Storage.Customers;

/// <summary>
/// Encrypts what is known about a customer with a key of their own, which is wrapped under a master key and lies beside their contacts. Who
/// is erased loses the key: whatever was sealed with it, and wherever copies of it lie, nobody reads it again. A customer who comes back
/// gets a new key.
/// </summary>
public sealed class CustomerVault(TableServiceClient tables, MasterKeys masters, TimeProvider clock)
{
    /// <summary>The row of the key, in the customer's partition of the contacts. No escaped text looks like it.</summary>
    internal const string KeyRow = "=key";

    /// <summary>Column of the key's row: when it was made.</summary>
    internal const string Since = nameof(Since);

    private const string KeyId = nameof(KeyId);
    private const string Master = nameof(Master);
    private const string Wrapped = nameof(Wrapped);

    private readonly TableClient _contacts = tables.GetTableClient(StorageSchema.Contacts);

    /// <summary>The columns of the key's row.</summary>
    internal static IReadOnlyList<string> KeyColumns { get; } = [KeyId, Master, Since, Wrapped];

    /// <summary>Encrypts something for a customer; makes their key if they have none.</summary>
    /// <param name="purpose">
    /// What it is and whose, for example <c>claim-text:{claimId}</c>: it opens for the same purpose only, so that no row can stand in for
    /// another.
    /// </param>
    /// <returns>45 bytes longer than <paramref name="plain"/>.</returns>
    public async Task<byte[]> SealAsync(
        string customerId,
        string purpose,
        ReadOnlyMemory<byte> plain,
        CancellationToken cancellation = default
    ) => (await ForSealingAsync(customerId, cancellation)).Seal(purpose, plain.Span);

    /// <inheritdoc cref="SealAsync(string, string, ReadOnlyMemory{byte}, CancellationToken)"/>
    public Task<byte[]> SealAsync(string customerId, string purpose, string plain, CancellationToken cancellation = default) =>
        SealAsync(customerId, purpose, Encoding.UTF8.GetBytes(plain), cancellation);

    /// <returns>What was sealed; null if the customer was erased since.</returns>
    /// <exception cref="InvalidDataException">It was changed, or sealed for another purpose or customer.</exception>
    public async Task<byte[]?> OpenAsync(
        string customerId,
        string purpose,
        ReadOnlyMemory<byte> box,
        CancellationToken cancellation = default
    ) => (await FindAsync(customerId, cancellation))?.Open(purpose, box.Span);

    /// <inheritdoc cref="OpenAsync"/>
    public async Task<string?> OpenTextAsync(
        string customerId,
        string purpose,
        ReadOnlyMemory<byte> box,
        CancellationToken cancellation = default
    ) => await OpenAsync(customerId, purpose, box, cancellation) is { } plain ? Encoding.UTF8.GetString(plain) : null;

    /// <summary>The customer's key, or null.</summary>
    internal async Task<CustomerKey?> FindAsync(string customerId, CancellationToken cancellation) =>
        await _contacts.FindAsync(TableKey.Escape(customerId), KeyRow, cancellation) is { } row ? Read(customerId, row) : null;

    /// <summary>The key in a row that was read together with others.</summary>
    /// <exception cref="InvalidOperationException">The settings lack its master key.</exception>
    internal CustomerKey Read(string customerId, TableEntity row) =>
        new(customerId, row.GetGuid(KeyId)!.Value, masters.Unwrap(row.GetString(Master), customerId, row.GetBinary(Wrapped)));

    /// <summary>A new key and its row, which is not stored yet.</summary>
    internal (CustomerKey Key, TableEntity Row) New(string customerId)
    {
        var id = Guid.NewGuid();
        var key = RandomNumberGenerator.GetBytes(SealedBox.KeyBytes);
        var row = new TableEntity(TableKey.Escape(customerId), KeyRow) { [KeyId] = id, [Since] = clock.GetUtcNow() };
        return (new CustomerKey(customerId, id, key), Wrap(row, customerId, key));
    }

    /// <summary>
    /// The customer's key; made if they have none. Of two first callers at the same moment both get the one that was stored.
    /// </summary>
    internal async Task<CustomerKey> ForSealingAsync(string customerId, CancellationToken cancellation)
    {
        if (await FindForSealingAsync(customerId, cancellation) is { } known)
            return known;

        var (key, row) = New(customerId);
        return await _contacts.InsertAsync(row, cancellation)
            ? key
            : await FindAsync(customerId, cancellation)
                ?? throw new StorageContentionException("A customer was erased while something was stored for them.");
    }

    /// <summary>Like <see cref="FindAsync"/>; a key that is wrapped under an old master is wrapped anew.</summary>
    internal async Task<CustomerKey?> FindForSealingAsync(string customerId, CancellationToken cancellation)
    {
        if (await _contacts.FindAsync(TableKey.Escape(customerId), KeyRow, cancellation) is not { } row)
            return null;
        if (row.GetString(Master) != masters.Current)
            await RewrapAsync(customerId, row, cancellation);
        return Read(customerId, row);
    }

    private async Task RewrapAsync(string customerId, TableEntity row, CancellationToken cancellation)
    {
        var change = Wrap(
            new TableEntity(row.PartitionKey, KeyRow),
            customerId,
            masters.Unwrap(row.GetString(Master), customerId, row.GetBinary(Wrapped))
        );
        try
        {
            await _contacts.UpdateEntityAsync(change, row.ETag, TableUpdateMode.Merge, cancellation);
        }
        catch (RequestFailedException e) when (Rows.IsConflict(e) || e.Status == 404)
        {
            // Another did it at the same moment, or the customer was erased: then what is sealed now is lost, as it should be.
        }
    }

    private TableEntity Wrap(TableEntity row, string customerId, byte[] key)
    {
        row[Master] = masters.Current;
        row[Wrapped] = masters.Wrap(customerId, key);
        return row;
    }
}
