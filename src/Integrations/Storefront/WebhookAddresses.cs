using System.Net;
using System.Net.Sockets;

namespace Orders.Functions.Integrations.Storefront;

/// <summary>
/// Which addresses are posted to: https, and public ones only. What operations, or whoever has their key, enter as an endpoint must not
/// reach into the shop's own network (server-side request forgery). A name is looked up when it is connected to, and the connection goes to
/// the very address that was looked at: what the name leads to later, or for somebody else, does not count.
/// </summary>
public sealed class WebhookAddresses(WebhookPostOptions options)
{
    private const int Longest = 500;

    /// <summary>Special-purpose blocks that are not globally reachable (RFC 6890 and its registries), and multicast.</summary>
    private static readonly IPNetwork[] _closed =
    [
        .. new[]
        {
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
            "::/128",
            "::1/128",
            "::/96",
            "::ffff:0:0:0/96",
            "64:ff9b:1::/48",
            "100::/64",
            "2001::/23",
            "2001:db8::/32",
            "3fff::/20",
            "5f00::/16",
            "fc00::/7",
            "fe80::/10",
            "fec0::/10",
            "ff00::/8",
        }.Select(IPNetwork.Parse),
    ];

    // Addresses that carry one of IPv4 in them: NAT64 (RFC 6052) in the last 32 bits, 6to4 (RFC 3056) behind the first 16.
    private static readonly IPNetwork _nat64 = IPNetwork.Parse("64:ff9b::/96");
    private static readonly IPNetwork _sixToFour = IPNetwork.Parse("2002::/16");

    /// <summary>Why nothing will ever be posted there, as a sentence without its subject; null if it can be tried.</summary>
    public string? Against(string url)
    {
        if (url.Length > Longest)
            return $"Is longer than {Longest} characters.";
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Host.Length == 0)
            return "Should be an address like https://shop.example/webhooks.";
        if (address.Scheme != Uri.UriSchemeHttps && !(options.AllowLocal && address.Scheme == Uri.UriSchemeHttp))
            return "Should begin with https://.";
        if (address.UserInfo.Length > 0)
            return "Should hold neither a name nor a password.";
        if (address.Fragment.Length > 0)
            return "Should have no part behind a #.";
        return IPAddress.TryParse(address.DnsSafeHost, out var ip) && !IsOpen(ip)
            ? "Leads to an address that nothing is posted to: of this machine, of a private network, or for special purposes."
            : null;
    }

    /// <summary>Whether an address may be connected to.</summary>
    public bool IsOpen(IPAddress address)
    {
        if (options.AllowLocal)
            return true;
        if (address.IsIPv4MappedToIPv6)
            return IsOpen(address.MapToIPv4());
        if (_nat64.Contains(address))
            return IsOpen(new IPAddress(address.GetAddressBytes().AsSpan(12)));
        if (_sixToFour.Contains(address))
            return IsOpen(new IPAddress(address.GetAddressBytes().AsSpan(2, 4)));
        return !Array.Exists(_closed, network => network.BaseAddress.AddressFamily == address.AddressFamily && network.Contains(address));
    }

    /// <summary>Connects to where a name leads now, if that is allowed.</summary>
    /// <exception cref="AddressRefusedException">It leads to no address that may be connected to.</exception>
    /// <exception cref="SocketException">Nobody is there.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var open = Array.FindAll(await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellation), IsOpen);
        if (open.Length == 0)
            throw new AddressRefusedException(context.DnsEndPoint.Host);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(open, context.DnsEndPoint.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>A name leads to addresses that nothing is posted to.</summary>
public sealed class AddressRefusedException(string host) : IOException($"{host} leads to no address that may be posted to.");
