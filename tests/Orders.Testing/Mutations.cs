using System.Text;
using CsCheck;

namespace Orders.Testing;

/// <summary>What was right before something happened to it: much nearer to what breaks a reader than noise is.</summary>
internal static class Mutations
{
    // Marks of texts and files that readers look for.
    private static readonly byte[][] Marks =
    [
        [0],
        [0xFF],
        [0x80],
        [0xED, 0xA0, 0x80],
        [0xEF, 0xBB, 0xBF],
        [0xFF, 0xFE],
        "\\ud800"u8.ToArray(),
        "\""u8.ToArray(),
        "\\"u8.ToArray(),
        "{"u8.ToArray(),
        "]"u8.ToArray(),
        ","u8.ToArray(),
        ":"u8.ToArray(),
        "\r\n"u8.ToArray(),
        "--"u8.ToArray(),
        "null"u8.ToArray(),
        "-1"u8.ToArray(),
        "1e400"u8.ToArray(),
        "9223372036854775808"u8.ToArray(),
        "="u8.ToArray(),
        "."u8.ToArray(),
        " "u8.ToArray(),
        [0x7F, 0xFF, 0xFF, 0xFF],
        [0xFF, 0xFF, 0xFF, 0xFF],
    ];

    private static readonly Gen<Edit> _edit = Gen.Select(
        Gen.Int[0, 6],
        Gen.Double.Unit,
        Gen.Double.Unit,
        Gen.Int[0, Marks.Length - 1],
        Gen.Byte,
        (kind, at, length, mark, value) => new Edit(kind, at, length, mark, value)
    );

    /// <summary>One of these, with up to four changes; or noise.</summary>
    public static Gen<byte[]> Of(params byte[][] valid) =>
        Gen.Frequency(
            (9, Gen.Select(Gen.Int[0, valid.Length - 1], _edit.Array[0, 4], (which, edits) => edits.Aggregate(valid[which], Apply))),
            (1, Gen.Byte.Array[0, 300])
        );

    /// <inheritdoc cref="Of(byte[][])"/>
    public static Gen<string> Of(params string[] valid) =>
        Gen.Frequency((4, Of([.. valid.Select(Encoding.UTF8.GetBytes)]).Select(Encoding.UTF8.GetString)), (1, Gen.String));

    private static byte[] Apply(byte[] bytes, Edit edit)
    {
        var at = (int)(edit.At * bytes.Length);
        var length = Math.Min((int)(edit.Length * 40), bytes.Length - at);
        return edit.Kind switch
        {
            0 => [.. bytes[..at], .. bytes[(at + length)..]],
            1 => [.. bytes[..at], .. Marks[edit.Mark], .. bytes[at..]],
            2 when at < bytes.Length => [.. bytes[..at], edit.Value, .. bytes[(at + 1)..]],
            3 => [.. bytes[..(at + length)], .. bytes[at..]],
            4 => bytes[..at],
            5 => [.. bytes[at..], .. bytes[..at]],
            _ => [.. bytes[..at], .. Marks[edit.Mark], .. bytes[(at + length)..]],
        };
    }

    /// <param name="At">From 0, the start, to 1, the end.</param>
    private sealed record Edit(int Kind, double At, double Length, int Mark, byte Value);
}
