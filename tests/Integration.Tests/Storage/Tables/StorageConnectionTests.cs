using Azure.Identity;
using Microsoft.Extensions.Configuration;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Storage.Tables;

namespace Integration.Tests.Storage.Tables;

public sealed class StorageConnectionTests
{
    private const string Setting = "AzureWebJobsStorage";

    [Fact]
    public void A_connection_string_says_everything_itself()
    {
        var connection = Read((Setting, "UseDevelopmentStorage=true"));

        Assert.Null(connection.Credential);
        Assert.Equal(
            [
                "http://127.0.0.1:10000/devstoreaccount1",
                "http://127.0.0.1:10001/devstoreaccount1",
                "http://127.0.0.1:10002/devstoreaccount1",
            ],
            Addresses(connection)
        );
    }

    [Fact]
    public void An_account_name_stands_for_the_three_services_of_the_public_cloud()
    {
        var connection = Read(($"{Setting}:accountName", "stshop"));

        Assert.IsType<DefaultAzureCredential>(connection.Credential);
        Assert.Equal(
            ["https://stshop.blob.core.windows.net/", "https://stshop.queue.core.windows.net/", "https://stshop.table.core.windows.net/"],
            Addresses(connection)
        );
    }

    [Fact]
    public void Addresses_may_lie_anywhere()
    {
        var connection = Read(
            ($"{Setting}:blobServiceUri", "https://blobs.example/a"),
            ($"{Setting}:queueServiceUri", "https://queues.example/a"),
            ($"{Setting}:tableServiceUri", "https://tables.example/a")
        );

        Assert.Equal(["https://blobs.example/a", "https://queues.example/a", "https://tables.example/a"], Addresses(connection));
    }

    [Theory]
    [InlineData("managedidentity", null, null)]
    [InlineData("ManagedIdentity", "clientId", "7f1d3f0e-6d55-4a5b-9d3f-1f1e3c2b4a59")]
    [InlineData(
        "managedidentity",
        "managedIdentityResourceId",
        "/subscriptions/7f1d3f0e-6d55-4a5b-9d3f-1f1e3c2b4a59/resourceGroups/shop/"
            + "providers/Microsoft.ManagedIdentity/userAssignedIdentities/orders"
    )]
    public void A_managed_identity_is_taken_without_looking_further(string credential, string? name, string? value)
    {
        List<(string Name, string Value)> settings = [($"{Setting}:accountName", "stshop"), ($"{Setting}:credential", credential)];
        if (name is not null)
            settings.Add(($"{Setting}:{name}", value!));

        Assert.IsType<ManagedIdentityCredential>(Read([.. settings]).Credential);
    }

    [Fact]
    public void Names_are_those_of_environment_variables_too()
    {
        var connection = StorageConnection.Read(
            new ConfigurationBuilder().AddInMemoryCollection([new("azurewebjobsstorage:ACCOUNTNAME", "stshop")]).Build()
        );

        Assert.Equal("stshop", connection.Tables(new()).AccountName);
    }

    [Theory]
    [InlineData("The setting AzureWebJobsStorage is missing")]
    [InlineData("The setting AzureWebJobsStorage is missing", ":credential=managedidentity")]
    [InlineData("The setting AzureWebJobsStorage is not the connection string", "=AccountName=stshop;AccountKey")]
    [InlineData(
        "The settings AzureWebJobsStorage and AzureWebJobsStorage:accountName exclude each other",
        "=UseDevelopmentStorage=true",
        ":accountName=stshop"
    )]
    [InlineData(
        "The settings AzureWebJobsStorage:accountName and AzureWebJobsStorage:queueServiceUri exclude each other",
        ":accountName=stshop",
        ":queueServiceUri=https://queues.example"
    )]
    [InlineData(
        "The setting AzureWebJobsStorage:accountName is not the name of a storage account",
        ":accountName=stshop.blob.core.windows.net"
    )]
    [InlineData(
        "The setting AzureWebJobsStorage:tableServiceUri is missing",
        ":blobServiceUri=https://blobs.example",
        ":queueServiceUri=https://queues.example"
    )]
    [InlineData(
        "The setting AzureWebJobsStorage:blobServiceUri is not an https address",
        ":blobServiceUri=http://b.example",
        ":queueServiceUri=https://q.example",
        ":tableServiceUri=https://t.example"
    )]
    [InlineData("The setting AzureWebJobsStorage:credential can be managedidentity only", ":accountName=stshop", ":credential=key")]
    [InlineData(
        "The settings AzureWebJobsStorage:clientId and AzureWebJobsStorage:managedIdentityResourceId exclude each other",
        ":accountName=stshop",
        ":clientId=7f1d3f0e",
        ":managedIdentityResourceId=/subscriptions/s"
    )]
    [InlineData(
        "The setting AzureWebJobsStorage:tenantId has no meaning",
        ":accountName=stshop",
        ":credential=managedidentity",
        ":tenantId=7f1d3f0e"
    )]
    [InlineData("The setting AzureWebJobsStorage:acountName is not known", ":acountName=stshop")]
    public void Conflicting_settings_are_reported_by_name_in_one_sentence(string sentence, params string[] settings)
    {
        var wrong = Assert.Throws<SettingException>(() =>
            Read([.. settings.Select(setting => setting.Split('=', 2)).Select(setting => (Setting + setting[0], setting[1]))])
        );

        Assert.StartsWith(sentence, wrong.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', wrong.Message);
    }

    private static StorageConnection Read(params (string Name, string Value)[] settings) =>
        StorageConnection.Read(
            new ConfigurationBuilder()
                .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create<string, string?>(setting.Name, setting.Value)))
                .Build()
        );

    private static IEnumerable<string> Addresses(StorageConnection connection) =>
        [connection.Blobs(new()).Uri.AbsoluteUri, connection.Queues(new()).Uri.AbsoluteUri, connection.Tables(new()).Uri.AbsoluteUri];
}
