using Soak.Harness;

namespace Bench.Load;

/// <summary>What is asked for on the command line.</summary>
/// <param name="AtOnce">How many orders are under way at once, level by level.</param>
/// <param name="Orders">Orders of each level.</param>
/// <param name="Runs">How often all levels are run.</param>
/// <param name="WarmUp">Orders before the first level of each run.</param>
/// <param name="Webhooks">Webhooks a second, after the levels; null: none.</param>
/// <param name="Peer">The folder of the peer; null: ours alone.</param>
/// <param name="App">The folder of the app; null: the one that was built with this program.</param>
/// <param name="Settings">Environment variables of the app: its settings, and those of its runtime.</param>
/// <param name="Results">The file that keeps the figures, with their picture beside it; null: none.</param>
internal sealed record LoadOptions(
    IReadOnlyList<int> AtOnce,
    int Orders,
    int Runs,
    int WarmUp,
    int? Webhooks,
    string? Peer,
    string? App,
    IReadOnlyDictionary<string, string> Settings,
    string? Results
)
{
    private static readonly string[] OfAll = ["at-once", "orders", "runs", "warm-up", "app", "set", "results"];

    /// <param name="more">Flags that the command knows besides those of all loads.</param>
    /// <exception cref="UsageException">Something is not understood.</exception>
    public static LoadOptions Read(ReadOnlySpan<string> arguments, params ReadOnlySpan<string> more)
    {
        var flags = Flags.Read(arguments, [.. OfAll, .. more]);
        return new(
            flags.Numbers("at-once", 1, 8, 32),
            flags.Number("orders", 160),
            flags.Number("runs", 5),
            flags.Number("warm-up", 200),
            flags.Text("webhooks") is null ? null : flags.Number("webhooks", 200),
            flags.Text("peer"),
            flags.Text("app"),
            With(flags.Pairs("set")),
            flags.Text("results")
                ?? (flags.Text("peer") is null ? null : Path.Combine(Built.Repository, "docs", "pictures", "orders-per-second.json"))
        );
    }

    /// <summary>The windows of the app's sample settings, so that an order that was delivered stays open; and what was asked for.</summary>
    private static Dictionary<string, string> With(IEnumerable<KeyValuePair<string, string>> more)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["DOTNET_TieredPGO"] = "1",
            ["Orders__Windows__Claim"] = "P7D",
            ["Orders__Windows__Payment"] = "PT24H",
            ["Orders__Windows__Return"] = "P14D",
            ["Orders__Windows__ReturnParcel"] = "P14D",
            ["Webhooks__ConfirmAfter"] = "PT10S",
        };
        foreach (var (name, value) in more)
            settings[name] = value;
        return settings;
    }
}
