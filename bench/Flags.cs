using System.Globalization;

namespace Bench;

/// <summary>What stands behind a command: <c>--name value</c>, in any order.</summary>
internal sealed class Flags
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    /// <param name="known">The names, without dashes.</param>
    /// <exception cref="UsageException">A flag is not known, or has no value.</exception>
    public static Flags Read(ReadOnlySpan<string> arguments, params ReadOnlySpan<string> known)
    {
        var flags = new Flags();
        for (var i = 0; i < arguments.Length; i += 2)
        {
            var name = arguments[i].StartsWith("--", StringComparison.Ordinal) ? arguments[i][2..] : "";
            if (!known.Contains(name))
                throw new UsageException($"{arguments[i]} is not understood.");
            if (i + 1 == arguments.Length)
                throw new UsageException($"{arguments[i]} needs a value.");
            flags._values[name] = arguments[i + 1];
        }

        return flags;
    }

    public string? Text(string name) => _values.GetValueOrDefault(name);

    public int Number(string name, int otherwise) => Numbers(name, otherwise)[0];

    /// <summary>Numbers with commas between them.</summary>
    /// <exception cref="UsageException">They are no numbers above zero.</exception>
    public IReadOnlyList<int> Numbers(string name, params int[] otherwise)
    {
        if (Text(name) is not { } text)
            return otherwise;
        var numbers = text.Split(',')
            .Select(part => int.TryParse(part, CultureInfo.InvariantCulture, out var number) ? number : 0)
            .ToArray();
        return numbers.All(number => number > 0) ? numbers : throw new UsageException($"--{name} needs whole numbers above zero.");
    }

    /// <summary><c>A=B</c> pairs with commas between them.</summary>
    /// <exception cref="UsageException">They are no pairs.</exception>
    public IReadOnlyList<KeyValuePair<string, string>> Pairs(string name) =>
        [
            .. (Text(name)?.Split(',') ?? []).Select(pair =>
                pair.Split('=', 2) is [var key, var value]
                    ? KeyValuePair.Create(key, value)
                    : throw new UsageException($"--{name} needs NAME=VALUE.")
            ),
        ];
}
