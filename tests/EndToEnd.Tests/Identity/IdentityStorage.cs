using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using LocalHost.Azurite;

namespace EndToEnd.Tests.Identity;

/// <summary>
/// A storage account as on Azure: over TLS, and open to bearer tokens. The emulator looks at a token's audience and dates, and believes its
/// signature.
/// </summary>
internal sealed class IdentityStorage : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);

    private readonly string _folder = Directory.CreateTempSubdirectory("orders-identity-").FullName;
    private readonly AzuritePorts _ports = AzuritePorts.Free();
    private readonly Process _process;

    private IdentityStorage()
    {
        WriteCertificate();
        var (node, script) = AzuriteProcess.FindTools(Environment.GetEnvironmentVariable("PATH") ?? "", [AppContext.BaseDirectory]);
        string[] arguments =
        [
            script,
            "--skipApiVersionCheck",
            "--disableTelemetry",
            "--silent",
            "--location",
            _folder,
            "--oauth",
            "basic",
            "--cert",
            Certificate,
            "--key",
            Key,
            "--blobHost",
            "127.0.0.1",
            "--blobPort",
            Text(_ports.Blob),
            "--queueHost",
            "127.0.0.1",
            "--queuePort",
            Text(_ports.Queue),
            "--tableHost",
            "127.0.0.1",
            "--tablePort",
            Text(_ports.Table),
        ];
        _process = Process.Start(new ProcessStartInfo(node, arguments) { UseShellExecute = false })!;
    }

    /// <summary>What a process has to trust (<c>SSL_CERT_FILE</c>).</summary>
    public string Certificate => Path.Combine(_folder, "certificate.pem");

    private string Key => Path.Combine(_folder, "key.pem");

    public static async Task<IdentityStorage> StartAsync(CancellationToken cancellation)
    {
        var storage = new IdentityStorage();
        await Eventually.GetAsync(
            () => storage._ports.AnsweringAsync(cancellation),
            answering => answering.Count == 3,
            "three services that answer",
            StartLimit
        );
        return storage;
    }

    /// <summary>The settings of a connection by managed identity, as environment variables.</summary>
    public IEnumerable<KeyValuePair<string, string>> Settings =>
        [
            new("AzureWebJobsStorage__blobServiceUri", Address(_ports.Blob)),
            new("AzureWebJobsStorage__queueServiceUri", Address(_ports.Queue)),
            new("AzureWebJobsStorage__tableServiceUri", Address(_ports.Table)),
            new("AzureWebJobsStorage__credential", "managedidentity"),
        ];

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private void WriteCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllText(Certificate, certificate.ExportCertificatePem());
        File.WriteAllText(Key, key.ExportPkcs8PrivateKeyPem());
    }

    private static string Address(int port) => $"https://127.0.0.1:{Text(port)}/devstoreaccount1";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
