using System.Globalization;
using System.Text;

namespace Fuzz.Wire;

/// <summary>A request down to its bytes: nothing is tidied on its way out.</summary>
/// <param name="Operation">The operation that it was made from; what it reaches in the end may be another.</param>
/// <param name="Path">As sent, without the query.</param>
/// <param name="Query">Names and values as sent, each escaped already or not.</param>
internal sealed record FuzzRequest(string Operation, string Method, string Path)
{
    public IReadOnlyList<(string Name, string Value)> Query { get; init; } = [];

    /// <summary>Without Host, framing, signature and trace, which are put in when it is sent.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>Null: no body.</summary>
    public byte[]? Body { get; init; }

    public Framing Framing { get; init; }

    /// <summary>How it is signed; it is signed when it is sent, since signatures grow old.</summary>
    public Signing Signing { get; init; }

    /// <summary>The bearer token of the sandbox's mailbox is shown.</summary>
    public bool ShowsMailboxKey { get; init; }

    /// <summary>It is no HTTP any more: the server may refuse it before anybody sees what it asks for.</summary>
    public bool BreaksHttp { get; init; }

    /// <summary>What was done to it, in order.</summary>
    public IReadOnlyList<string> Mutations { get; init; } = [];

    public string Target =>
        Query.Count == 0
            ? Path
            : $"{Path}?{string.Join('&', Query.Select(pair => pair.Value.Length == 0 ? pair.Name : $"{pair.Name}={pair.Value}"))}";

    public FuzzRequest After(string mutation) => this with { Mutations = [.. Mutations, mutation] };

    /// <summary>The bytes as they go out.</summary>
    public byte[] ToBytes(string host, IReadOnlyList<(string Name, string Value)> more)
    {
        var head = new StringBuilder();
        head.Append(CultureInfo.InvariantCulture, $"{Method} {Target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n");
        foreach (var (name, value) in Headers.Concat(more))
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        if (Body is not null)
            head.Append(
                Framing == Framing.Chunked
                    ? "Transfer-Encoding: chunked\r\n"
                    : $"Content-Length: {(Body.Length + (Framing == Framing.Short ? 1 : 0)).ToString(CultureInfo.InvariantCulture)}\r\n"
            );
        head.Append("\r\n");
        return [.. Encoding.Latin1.GetBytes(head.ToString()), .. Framed()];
    }

    /// <summary>A command that sends it again, as far as a shell can.</summary>
    public string ToCurl(Uri app, IReadOnlyList<(string Name, string Value)> more)
    {
        var line = new StringBuilder("curl -i --path-as-is --globoff");
        line.Append(CultureInfo.InvariantCulture, $" -X {Method} {Shell.Quote(app.AbsoluteUri.TrimEnd('/') + Target)}");
        foreach (var (name, value) in Headers.Concat(more))
            line.Append(CultureInfo.InvariantCulture, $" -H {Shell.Quote(value.Length == 0 ? $"{name};" : $"{name}: {value}")}");
        if (Framing == Framing.Chunked)
            line.Append(" -H 'Transfer-Encoding: chunked'");
        if (Body is { } body)
            line.Append(CultureInfo.InvariantCulture, $" --data-binary {Shell.Quote(body)}");
        return line.ToString();
    }

    private byte[] Framed()
    {
        if (Body is not { } body)
            return [];
        if (Framing != Framing.Chunked)
            return body;
        var (half, bytes) = (body.Length / 2, new List<byte>());
        foreach (var part in (byte[][])[body[..half], body[half..]])
        {
            if (part.Length > 0)
                bytes.AddRange([.. Encoding.ASCII.GetBytes($"{part.Length:x}\r\n"), .. part, .. "\r\n"u8]);
        }

        return [.. bytes, .. "0\r\n\r\n"u8];
    }
}

internal enum Framing
{
    /// <summary>With a Content-Length that is right.</summary>
    Whole,

    Chunked,

    /// <summary>The Content-Length says one byte more than comes.</summary>
    Short,
}

/// <summary>The header Sandbox-Signature.</summary>
internal enum Signing
{
    None,
    Right,

    /// <summary>Of another body.</summary>
    Wrong,

    /// <summary>Ten minutes ago.</summary>
    Old,

    /// <summary>In ten minutes.</summary>
    Future,
    OtherSecret,

    /// <summary>Two headers, the first of them right.</summary>
    Doubled,

    /// <summary>Not of its form.</summary>
    Malformed,
}
