using System.Text.RegularExpressions;
using Azure.Core;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;
using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Storage.Tables;

/// <summary>
/// How the app reaches its storage account: with the connection string <c>AzureWebJobsStorage</c>, or by identity with settings below it,
/// which are the ones that the Functions host reads for itself (<c>AzureWebJobsStorage__accountName</c> as an environment variable). So
/// host and app are always on the same account, as the same identity.
/// </summary>
internal sealed partial class StorageConnection
{
    private const string Setting = "AzureWebJobsStorage";
    private const string AccountName = "accountName";
    private const string BlobServiceUri = "blobServiceUri";
    private const string QueueServiceUri = "queueServiceUri";
    private const string TableServiceUri = "tableServiceUri";
    private const string CredentialKind = "credential";
    private const string ClientId = "clientId";
    private const string ResourceId = "managedIdentityResourceId";
    private const string TenantId = "tenantId";
    private const string ManagedIdentity = "managedidentity";

    private static readonly string[] _addresses = [BlobServiceUri, QueueServiceUri, TableServiceUri];
    private static readonly string[] _known = [AccountName, .. _addresses, CredentialKind, ClientId, ResourceId, TenantId];

    private readonly string? _connectionString;
    private readonly Func<string, Uri>? _addressOf;

    private StorageConnection(string connectionString) => _connectionString = connectionString;

    private StorageConnection(Func<string, Uri> addressOf, TokenCredential credential) =>
        (_addressOf, Credential) = (addressOf, credential);

    /// <summary>Whom the app is to the account; null with a connection string, which says it itself.</summary>
    public TokenCredential? Credential { get; }

    /// <exception cref="SettingException">
    /// The connection is missing, or its settings do not fit together; the message says which, and never shows a key.
    /// </exception>
    public static StorageConnection Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(Setting);
        var settings = section
            .GetChildren()
            .Where(child => child.Value is { Length: > 0 })
            .ToDictionary(child => child.Key, child => child.Value!, StringComparer.OrdinalIgnoreCase);
        if (settings.Keys.FirstOrDefault(name => !_known.Contains(name, StringComparer.OrdinalIgnoreCase)) is { } unknown)
            throw new SettingException($"The setting {Setting}:{unknown} is not known; there are {string.Join(", ", _known)}.");
        if (section.Value is not { Length: > 0 } text)
            return new(Addresses(settings), Identity(settings));
        if (settings.Keys.FirstOrDefault() is { } second)
            throw new SettingException(
                $"The settings {Setting} and {Setting}:{second} exclude each other: a connection string, or an account reached by identity."
            );
        return new(Checked(text));
    }

    public BlobServiceClient Blobs(BlobClientOptions options) =>
        _connectionString is { } text ? new(text, options) : new(_addressOf!(BlobServiceUri), Credential, options);

    public QueueServiceClient Queues(QueueClientOptions options) =>
        _connectionString is { } text ? new(text, options) : new(_addressOf!(QueueServiceUri), Credential, options);

    public TableServiceClient Tables(TableClientOptions options) =>
        _connectionString is { } text ? new(text, options) : new(_addressOf!(TableServiceUri), Credential, options);

    private static Func<string, Uri> Addresses(Dictionary<string, string> settings)
    {
        var given = Array.FindAll(_addresses, settings.ContainsKey);
        if (settings.TryGetValue(AccountName, out var account))
        {
            if (given is [var second, ..])
                throw new SettingException(
                    $"The settings {Setting}:{AccountName} and {Setting}:{second} exclude each other: the account's name, or the "
                        + "addresses of its services."
                );
            if (!Account().IsMatch(account))
                throw new SettingException(
                    $"The setting {Setting}:{AccountName} is not the name of a storage account: 3 to 24 lower-case letters and digits."
                );
            return service => new Uri($"https://{account}.{service.Replace("ServiceUri", "", StringComparison.Ordinal)}.core.windows.net");
        }

        if (given is [])
            throw new SettingException(
                $"The setting {Setting} is missing: the connection string of the storage account, or, to reach it by identity, "
                    + $"{Setting}:{AccountName}."
            );
        if (Array.Find(_addresses, name => !settings.ContainsKey(name)) is { } missing)
            throw new SettingException(
                $"The setting {Setting}:{missing} is missing: where {given[0]} is given, all of {string.Join(", ", _addresses)} are."
            );
        var addresses = _addresses.ToDictionary(name => name, name => Address(name, settings[name]), StringComparer.Ordinal);
        return service => addresses[service];
    }

    private static TokenCredential Identity(Dictionary<string, string> settings)
    {
        var (clientId, resourceId, tenantId) = (
            settings.GetValueOrDefault(ClientId),
            settings.GetValueOrDefault(ResourceId),
            settings.GetValueOrDefault(TenantId)
        );
        if (clientId is not null && resourceId is not null)
            throw new SettingException(
                $"The settings {Setting}:{ClientId} and {Setting}:{ResourceId} exclude each other: both name the managed identity."
            );

        var named = resourceId is not null ? new ResourceIdentifier(resourceId) : null;
        switch (settings.GetValueOrDefault(CredentialKind))
        {
            case null:
                return new DefaultAzureCredential(
                    new DefaultAzureCredentialOptions
                    {
                        ManagedIdentityClientId = clientId,
                        ManagedIdentityResourceId = named,
                        TenantId = tenantId,
                    }
                );
            case var kind when !ManagedIdentity.Equals(kind, StringComparison.OrdinalIgnoreCase):
                throw new SettingException(
                    $"The setting {Setting}:{CredentialKind} can be {ManagedIdentity} only; without it the identity is looked for "
                        + "(environment, managed identity, developer's login)."
                );
            case var _ when tenantId is not null:
                throw new SettingException(
                    $"The setting {Setting}:{TenantId} has no meaning with {Setting}:{CredentialKind}={ManagedIdentity}: a managed "
                        + "identity knows its tenant."
                );
            default:
                return new ManagedIdentityCredential(
                    named is not null ? ManagedIdentityId.FromUserAssignedResourceId(named)
                    : clientId is not null ? ManagedIdentityId.FromUserAssignedClientId(clientId)
                    : ManagedIdentityId.SystemAssigned
                );
        }
    }

    // Tokens travel over TLS only; the clients insist on it too, at the first call.
    private static Uri Address(string name, string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps
            ? address
            : throw new SettingException($"The setting {Setting}:{name} is not an https address.");

    private static string Checked(string connectionString)
    {
        try
        {
            _ = new BlobServiceClient(connectionString);
            return connectionString;
        }
        catch (FormatException e)
        {
            throw new SettingException($"The setting {Setting} is not the connection string of a storage account.", e);
        }
    }

    [GeneratedRegex("^[a-z0-9]{3,24}$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, Patterns.Limit)]
    private static partial Regex Account();
}
