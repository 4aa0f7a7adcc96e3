using System.Security.Cryptography;

namespace Orders.Functions.Storage.Customers;

/// <summary>AES-256-GCM with a random nonce: what was sealed opens under the same key and for the same purpose only.</summary>
internal static class SealedBox
{
    public const int KeyBytes = 32;

    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    /// <returns>Nonce, tag, ciphertext.</returns>
    public static byte[] Seal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> plain, ReadOnlySpan<byte> purpose)
    {
        var box = new byte[NonceBytes + TagBytes + plain.Length];
        var nonce = box.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(nonce, plain, box.AsSpan(NonceBytes + TagBytes), box.AsSpan(NonceBytes, TagBytes), purpose);
        return box;
    }

    /// <exception cref="InvalidDataException">The box was changed, or is another key's or another purpose's.</exception>
    public static byte[] Open(ReadOnlySpan<byte> key, ReadOnlySpan<byte> box, ReadOnlySpan<byte> purpose)
    {
        if (box.Length < NonceBytes + TagBytes)
            throw new InvalidDataException("This is no sealed box: it is too short.");
        var plain = new byte[box.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(key, TagBytes);
        try
        {
            aes.Decrypt(box[..NonceBytes], box[(NonceBytes + TagBytes)..], box.Slice(NonceBytes, TagBytes), plain, purpose);
            return plain;
        }
        catch (CryptographicException e)
        {
            throw new InvalidDataException("A sealed box does not open: it was changed, or stands where another belongs.", e);
        }
    }
}
