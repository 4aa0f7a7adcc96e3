using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;

namespace LocalRuntime.Functions.Http;

/// <summary>
/// The keys that callers must show: <c>FunctionKeys:{name}</c> for functions, <c>FunctionKeys:_master</c> for everything, <c>SystemKeys:durabletask</c> for the
/// management API. Where no key is configured a host that only this machine can reach is open.
/// </summary>
internal sealed class FunctionKeys
{
    private const string Header = "x-functions-key";
    private const string Query = "code";
    private const string Master = "_master";

    private readonly List<byte[]> _function = [];
    private readonly List<byte[]> _master = [];
    private readonly List<byte[]> _system = [];
    private readonly bool _open;

    /// <param name="reachable">Whether other machines can reach the host.</param>
    public FunctionKeys(IConfiguration configuration, bool reachable)
    {
        foreach (var key in configuration.GetSection("FunctionKeys").GetChildren().Where(key => !string.IsNullOrEmpty(key.Value)))
            (key.Key == Master ? _master : _function).Add(Digest(key.Value!));
        if (configuration["SystemKeys:durabletask"] is { Length: > 0 } system)
            _system.Add(Digest(system));
        _open = !reachable;
    }

    /// <summary>Whether any function key is configured.</summary>
    public bool Any => _function.Count + _master.Count > 0;

    public bool Allows(HttpRequest request, AuthorizationLevel level) => level switch
    {
        AuthorizationLevel.Anonymous => true,
        AuthorizationLevel.System => (_open && _system.Count + _master.Count == 0) || Shows(request, _system, _master),
        AuthorizationLevel.Admin => (_open && !Any) || Shows(request, _master),
        _ => (_open && !Any) || Shows(request, _function, _master),
    };

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
