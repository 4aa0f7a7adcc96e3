namespace Fuzz.Make;

/// <summary>Values that have broken programs before.</summary>
internal static class Nasty
{
    /// <summary>JSON texts, quotes included: control characters, halves of pairs, marks that change the direction, forms that are normalised into others, paths, filters, scripts.</summary>
    public static IReadOnlyList<string> Strings { get; } =
    [
        "\"\"", "\" \"", "\"\\u0000\"", "\"a\\u0000b\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"x\\ud83d\"", "\"\\u202Egnp.exe\"", "\"\\u2066a\\u2069\"", "\"A\\u030A\"", "\"Å\"", "\"𠀀😀👨‍👩‍👧\"",
        "\"\\uFEFFHW-PRO\"", "\"\\uFFFF\"", "\"\\u2028\"", "\"ＨＷ－ＰＲＯ\"", "\"İıſß\"", "\"../../etc/passwd\"", "\"..%2f..\"", "\"<script>alert(1)</script>\"", "\"' or 1 eq 1 or '\"", "\"{{7*7}}\"", "\"%00%0d%0a\"",
        "\"a\\r\\nSet-Cookie: x\"", "\"null\"", "\"true\"", "\"0\"", "\"\\u0007\\u001b[31m\"", "\"1970-01-01T00:00:00+99:99\"", "\"0001-01-01T00:00:00Z\"", "\"9999-12-31T23:59:59.9999999Z\"", "\"9999-12-31T23:59:59-14:00\"",
        "\"0001-01-01T00:00:00+14:00\"", "\"2026-06-30T23:59:60Z\"", "\"2026-02-30\"", "\"1601-01-01T00:00:00Z\"", "\"1600-12-31T00:00:00Z\"", "\"C:\\\\a\"", "\"#?/\\\\\"", "\"R-22222-22222\"", "\"P99999999999D\"",
    ];

    /// <summary>JSON numbers, and what looks like one.</summary>
    public static IReadOnlyList<string> Numbers { get; } =
    [
        "0", "-0", "-1", "1", "1.0", "1.5", "1e0", "1e2", "0.1", "999", "1000", "2147483647", "2147483648", "-2147483648", "4294967296", "9223372036854775807", "9223372036854775808", "-9223372036854775808",
        "4611686018427387903", "1e308", "1e309", "-1e400", "1e-400", "100000000000000000000000000000000000000", "01", "0x10", "NaN", "Infinity", "+1", ".5", "1.",
    ];

    /// <summary>For paths and queries, as they stand on the wire.</summary>
    public static IReadOnlyList<string> Segments { get; } =
    [
        "%00", "%0a", "%0d%0aX:1", "..", "%2e%2e", "%2e%2e%2f%2e%2e", "%2f", "%5c", "%252f", "%25", "%", "%zz", "%c0%af", "%ff%fe", "%ed%a0%80", "%f0%9f%98%80", "%e2%80%ae", "A%cc%8a", ";a=b", "a;b", "'", "' or '1' eq '1", "*", "a b",
        "0", "-1", "2147483648", "1e2", "1.0", "%20", "+", "a%26b", "a%23b", "a%3fb", "null", "undefined", "{orderId}", "CON", "~", "%7f", "\u00e9", "\u0001", "\t", "<a>", "\"", "|", "^", "`", "[1]", "{}", "\\",
    ];

    /// <summary>Values of headers.</summary>
    public static IReadOnlyList<string> HeaderValues { get; } =
    [
        "", " ", "a,b", "\"", "\u00e9\u00ff", "a\tb", "%00", "=?utf-8?b?YQ==?=", "application/json", "null", "0", "-1", "*", "*/*;q=2", "a;b=c;d", "{}", "' or 1 eq 1", "2026-11-23T00:00:00Z", "bytes=0-1",
    ];
}
