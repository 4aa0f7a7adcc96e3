using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace LocalRuntime.Functions.Hosting;

/// <summary>Where the host listens: <c>--urls</c> or ASPNETCORE_URLS, else <c>--port</c> on this machine alone, else http://127.0.0.1:7071.</summary>
internal sealed class ListenAddresses
{
    private const int DefaultPort = 7071;

    private ListenAddresses(string urls, bool isReachable)
    {
        Urls = urls;
        IsReachable = isReachable;
    }

    /// <summary>Separated by semicolons.</summary>
    public string Urls { get; }

    /// <summary>Whether other machines can reach the host.</summary>
    public bool IsReachable { get; }

    /// <exception cref="HostStartException">The port is not a number.</exception>
    public static ListenAddresses Read(IConfiguration configuration)
    {
        var urls = configuration["urls"];
        if (string.IsNullOrEmpty(urls))
            urls = All(configuration["http_ports"], "http") ?? $"http://127.0.0.1:{Port(configuration).ToString(CultureInfo.InvariantCulture)}";
        var endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"]).OfType<string>();
        return new(urls, urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Concat(endpoints).Any(IsReachableAt));
    }

    private static string? All(string? ports, string scheme) =>
        string.IsNullOrEmpty(ports) ? null : string.Join(';', ports.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(port => $"{scheme}://*:{port.Trim()}"));

    private static int Port(IConfiguration configuration) =>
        configuration["port"] is not { Length: > 0 } text ? DefaultPort
        : int.TryParse(text, CultureInfo.InvariantCulture, out var port) && port is >= 0 and <= ushort.MaxValue ? port
        : throw new HostStartException($"--port must be a number from 0 to 65535, not '{text}'.");

    private static bool IsReachableAt(string url)
    {
        var host = BindingAddress.Parse(url).Host;
        return !string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
            && !(IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
    }
}
