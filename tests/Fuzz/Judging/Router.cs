using System.Globalization;
using System.Text;
using Orders.Testing;

namespace Fuzz.Judging;

/// <summary>
/// Which operation of the contract a path leads to, as the server reads it: unescaped but for slashes, without dot segments, whatever the
/// case of its fixed parts and of the method.
/// </summary>
internal sealed class Router(Contract contract)
{
    private readonly ContractOperation[] _operations = [.. contract.All.OrderBy(operation => operation.Path.Count(c => c == '{'))];

    /// <returns>Null if none is reached.</returns>
    public ContractOperation? Find(string method, string path)
    {
        var segments = Segments(path);
        return Array.Find(
            _operations,
            operation => string.Equals(operation.Method, method, StringComparison.OrdinalIgnoreCase) && Fits(operation, segments)
        );
    }

    private bool Fits(ContractOperation operation, string[] segments)
    {
        var pattern = operation.Path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return pattern.Length == segments.Length
            && pattern
                .Zip(segments)
                .All(pair =>
                    pair.First.StartsWith('{')
                        ? pair.Second.Length > 0
                            && (
                                !IsWhole(operation, pair.First[1..^1])
                                || int.TryParse(pair.Second, NumberStyles.Integer, CultureInfo.InvariantCulture, out _)
                            )
                        : string.Equals(pair.First, pair.Second, StringComparison.OrdinalIgnoreCase)
                );
    }

    private bool IsWhole(ContractOperation operation, string hole) =>
        operation.Node.TryGetProperty("parameters", out var parameters)
        && parameters
            .EnumerateArray()
            .Select(contract.Resolve)
            .Any(parameter =>
                parameter.GetProperty("name").GetString() == hole
                && parameter.GetProperty("schema").TryGetProperty("type", out var type)
                && type.GetString() == "integer"
            );

    private static string[] Segments(string path)
    {
        var read = new List<string>();
        foreach (var segment in Unescape(path).Split('/').Skip(1))
        {
            if (segment == "..")
                read.RemoveRange(Math.Max(read.Count - 1, 0), Math.Min(read.Count, 1));
            else if (segment != ".")
                read.Add(segment);
        }

        // One slash at the end changes nothing.
        if (read is [.., ""])
            read.RemoveAt(read.Count - 1);
        return [.. read];
    }

    // What is no UTF-8 stays escaped, and so does a slash.
    private static string Unescape(string path)
    {
        var strict = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
        var text = new StringBuilder();
        for (var at = 0; at < path.Length; )
        {
            var bytes = new List<byte>();
            for (
                var next = at;
                next + 2 < path.Length
                    && path[next] == '%'
                    && byte.TryParse(path.AsSpan(next + 1, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var one)
                    && one != (byte)'/';
                next += 3
            )
                bytes.Add(one);
            var length = Enumerable.Range(1, Math.Min(4, bytes.Count)).FirstOrDefault(count => Decodes(strict, bytes[..count]));
            text.Append(length == 0 ? path.AsSpan(at, 1) : strict.GetString([.. bytes[..length]]));
            at += length == 0 ? 1 : 3 * length;
        }

        return text.ToString();
    }

    private static bool Decodes(UTF8Encoding encoding, List<byte> bytes)
    {
        try
        {
            return encoding.GetString([.. bytes]).Length > 0;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
