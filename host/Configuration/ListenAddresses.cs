using System.Globalization;
using System.Net;

namespace LocalHost.Configuration;

/// <summary>Where the host listens.</summary>
internal sealed class ListenAddresses
{
    private const string Default = "http://127.0.0.1:7071";

    private ListenAddresses(string urls, bool isReachable)
    {
        Urls = urls;
        IsReachable = isReachable;
    }

    /// <summary>Separated by semicolons.</summary>
    public string Urls { get; }

    /// <summary>Whether other machines can reach the host.</summary>
    public bool IsReachable { get; }

    /// <exception cref="HostStartException">One of them is no address.</exception>
    public static ListenAddresses Read(string? urls)
    {
        if (string.IsNullOrWhiteSpace(urls))
            urls = Default;
        try
        {
            return new(urls, urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Any(IsReachableAt));
        }
        catch (FormatException e)
        {
            throw new HostStartException($"The host cannot listen on '{urls}': {e.Message}", e);
        }
    }

    /// <summary>The address on this machine alone with this port.</summary>
    /// <exception cref="HostStartException">It is no port.</exception>
    public static string OnPort(string port) =>
        ushort.TryParse(port, CultureInfo.InvariantCulture, out var number)
            ? string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{number}")
            : throw new HostStartException($"--port must be a number from 0 to 65535, not '{port}'.");

    private static bool IsReachableAt(string url)
    {
        var host = BindingAddress.Parse(url).Host;
        return !string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
            && !(IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
    }
}
