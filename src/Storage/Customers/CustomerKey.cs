using System.Text;
using Orders.Functions.Storage.Tables;

namespace Orders.Functions.Storage.Customers;

/// <summary>
/// One customer's key. What it seals names the key, so that after an erasure the old boxes are told from those of a key that came later.
/// </summary>
internal sealed class CustomerKey(string customerId, Guid id, byte[] key)
{
    private const byte Format = 1;
    private const int HeaderBytes = 17;

    public Guid Id => id;

    /// <param name="purpose">What it is and whose: a box opens for this only.</param>
    public byte[] Seal(string purpose, ReadOnlySpan<byte> plain) =>
        [Format, .. id.ToByteArray(), .. SealedBox.Seal(key, plain, About(purpose))];

    /// <returns>Null if it was sealed with a key that is no more.</returns>
    /// <exception cref="InvalidDataException">It was changed, or sealed for another purpose or customer.</exception>
    public byte[]? Open(string purpose, ReadOnlySpan<byte> box) =>
        IsOf(id, box) ? SealedBox.Open(key, box[HeaderBytes..], About(purpose)) : null;

    /// <summary>Whether a box was sealed with the key of this id.</summary>
    /// <exception cref="InvalidDataException">It is no box of ours.</exception>
    public static bool IsOf(Guid id, ReadOnlySpan<byte> box) =>
        box.Length > HeaderBytes && box[0] == Format
            ? new Guid(box[1..HeaderBytes]) == id
            : throw new InvalidDataException("This is nothing that was sealed here.");

    private byte[] About(string purpose) => Encoding.UTF8.GetBytes(TableKey.Of(customerId, purpose));
}
