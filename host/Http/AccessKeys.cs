using System.Security.Cryptography;
using System.Text;

namespace LocalHost.Http;

/// <summary>
/// The keys that callers must show: <c>FunctionKeys:{name}</c> for functions, <c>SystemKeys:durabletask</c> for the management API,
/// <c>FunctionKeys:_master</c> for everything. Where none of a kind is configured, a host that only this machine can reach is open.
/// </summary>
internal sealed class AccessKeys
{
    private const string Header = "x-functions-key";
    private const string Query = "code";
    private const string Master = "_master";
    private const string SystemSetting = "SystemKeys:durabletask";

    private readonly List<byte[]> _function = [];
    private readonly List<byte[]> _master = [];
    private readonly List<byte[]> _system = [];
    private readonly bool _open;

    /// <param name="isReachable">Whether other machines can reach the host.</param>
    /// <exception cref="HostStartException">They can, and there are no keys.</exception>
    public AccessKeys(IConfiguration configuration, bool isReachable)
    {
        foreach (var key in configuration.GetSection("FunctionKeys").GetChildren().Where(key => !string.IsNullOrEmpty(key.Value)))
            (key.Key == Master ? _master : _function).Add(Digest(key.Value!));
        System = configuration[SystemSetting] is { Length: > 0 } system ? system : null;
        if (System is not null)
            _system.Add(Digest(System));
        _open = !isReachable;
        if (isReachable && (_function.Count + _master.Count == 0 || _system.Count == 0))
            throw new HostStartException(
                $"The host would listen beyond this machine without keys: configure FunctionKeys:<name> and {SystemSetting}, or "
                    + "listen on 127.0.0.1."
            );
    }

    /// <summary>The key of the management API; null if none is configured.</summary>
    public string? System { get; }

    /// <param name="level">A function's authLevel.</param>
    public bool AllowsFunction(HttpRequest request, string? level) =>
        level?.ToLowerInvariant() switch
        {
            "anonymous" => true,
            "admin" => AllowsAdmin(request),
            _ => (_open && _function.Count + _master.Count == 0) || Shows(request, _function, _master),
        };

    public bool AllowsAdmin(HttpRequest request) => (_open && _master.Count == 0) || Shows(request, _master);

    public bool AllowsSystem(HttpRequest request) => (_open && _system.Count == 0) || Shows(request, _system, _master);

    /// <summary>Compares digests, all of them, each in constant time: an answer's timing tells nothing about a key.</summary>
    private static bool Shows(HttpRequest request, params ReadOnlySpan<List<byte[]>> rings)
    {
        var shown = request.Headers[Header] is [{ Length: > 0 } header, ..] ? header : request.Query[Query].FirstOrDefault();
        if (string.IsNullOrEmpty(shown))
            return false;
        var digest = Digest(shown);
        var found = false;
        foreach (var ring in rings)
        {
            foreach (var key in ring)
                found |= CryptographicOperations.FixedTimeEquals(digest, key);
        }

        return found;
    }

    private static byte[] Digest(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
