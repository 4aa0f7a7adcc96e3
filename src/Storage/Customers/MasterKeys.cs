using System.Collections.Frozen;
using System.Text;
using Microsoft.Extensions.Configuration;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Storage.Tables;

namespace Orders.Functions.Storage.Customers;

/// <summary>
/// The keys that wrap the customers' keys, and the secrets of webhooks. New ones are wrapped under the current master; an older master stays in the settings until
/// <see cref="CustomerVault"/> has moved the last customer's key from it (which happens when something is sealed for that customer).
/// </summary>
public sealed class MasterKeys
{
    private const string Section = "Privacy:MasterKeys";
    private const string CurrentSetting = "Privacy:CurrentKey";

    private readonly FrozenDictionary<string, byte[]> _keys;

    private MasterKeys(FrozenDictionary<string, byte[]> keys, string current) => (_keys, Current) = (keys, current);

    /// <summary>The id of the master that new keys are wrapped under.</summary>
    public string Current { get; }

    /// <summary>
    /// Reads <c>Privacy:MasterKeys:{id}</c> (base64 of 32 bytes, any number of them) and <c>Privacy:CurrentKey</c>, the id of the one in
    /// use.
    /// </summary>
    /// <exception cref="SettingException">A setting is missing or wrong; the message says which, and never shows a key.</exception>
    public static MasterKeys Read(IConfiguration configuration)
    {
        var current = configuration[CurrentSetting];
        if (current is not { Length: > 0 })
            throw new SettingException(
                $"The setting {CurrentSetting} is missing: the id of the master key under {Section} that personal data is encrypted with."
            );

        var keys = configuration.GetSection(Section).GetChildren().ToFrozenDictionary(setting => setting.Key, Key, StringComparer.Ordinal);
        return keys.ContainsKey(current)
            ? new MasterKeys(keys, current)
            : throw new SettingException(
                $"The setting {Section}:{current} is missing: the 32 bytes, in base64, that {CurrentSetting} names."
            );
    }

    internal byte[] Wrap(string customerId, ReadOnlySpan<byte> key) => SealedBox.Seal(_keys[Current], key, Purpose(customerId));

    /// <exception cref="InvalidOperationException">The settings lack this master.</exception>
    /// <exception cref="InvalidDataException">The key was wrapped for another customer, or under another master of this id.</exception>
    internal byte[] Unwrap(string master, string customerId, ReadOnlySpan<byte> wrapped) =>
        _keys.TryGetValue(master, out var key)
            ? SealedBox.Open(key, wrapped, Purpose(customerId))
            : throw new InvalidOperationException(
                $"The setting {Section}:{master} is missing, and customers' keys are still wrapped under it."
            );

    /// <summary>Seals the secret of a webhook endpoint under the current master.</summary>
    internal byte[] SealSecret(string endpointId, ReadOnlySpan<byte> secret) =>
        SealedBox.Seal(_keys[Current], secret, SecretPurpose(endpointId));

    /// <exception cref="InvalidOperationException">The settings lack this master.</exception>
    /// <exception cref="InvalidDataException">The secret is another endpoint's, or was changed.</exception>
    internal byte[] OpenSecret(string master, string endpointId, ReadOnlySpan<byte> box) =>
        _keys.TryGetValue(master, out var key)
            ? SealedBox.Open(key, box, SecretPurpose(endpointId))
            : throw new InvalidOperationException(
                $"The setting {Section}:{master} is missing, and secrets of webhooks are sealed under it."
            );

    private static byte[] SecretPurpose(string endpointId) => Encoding.UTF8.GetBytes(TableKey.Of("webhook-secret", endpointId));

    private static byte[] Purpose(string customerId) => Encoding.UTF8.GetBytes(TableKey.Of("customer-key", customerId));

    private static byte[] Key(IConfigurationSection setting)
    {
        var key = new byte[SealedBox.KeyBytes];
        return Convert.TryFromBase64String(setting.Value ?? "", key, out var length) && length == key.Length
            ? key
            : throw new SettingException(
                $"The setting {setting.Path} is not the base64 of {SealedBox.KeyBytes} bytes (openssl rand -base64 32 makes one)."
            );
    }
}
