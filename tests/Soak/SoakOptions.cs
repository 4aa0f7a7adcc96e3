using System.Globalization;
using Soak.Harness;

namespace Soak;

/// <summary>How long and how hard the app is tried.</summary>
internal sealed record SoakOptions
{
    /// <summary>How often something is killed (SIGKILL).</summary>
    public int Kills { get; init; } = 200;

    /// <summary>What is killed, in turn.</summary>
    public IReadOnlyList<KillKind> Kinds { get; init; } = [KillKind.HostAndWorker, KillKind.Worker, KillKind.OneOfTwo];

    /// <summary>How long the storage is paused, each time; spread over the run, two hosts being there every second time.</summary>
    public IReadOnlyList<TimeSpan> Stalls { get; init; } = [TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(30)];

    /// <summary>How many callers come at once in the middle of each stall.</summary>
    public int Callers { get; init; } = 600;

    /// <summary>During a stall callers are answered, and after it the app is back, within this time.</summary>
    public TimeSpan Soon { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Orders that are under way at once.</summary>
    public int AtOnce { get; init; } = 12;

    /// <summary>At most so long the app lives from its recovery to the next kill.</summary>
    public TimeSpan LongestLife { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>After so long there are no more kills, however many there were.</summary>
    public TimeSpan MostTime { get; init; } = TimeSpan.FromHours(2);

    /// <summary>How long orders may take to end when nothing disturbs them any more.</summary>
    public TimeSpan EndLimit { get; init; } = TimeSpan.FromMinutes(6);

    /// <summary>Decides what customers do, when the app dies and how long it lives.</summary>
    public int Seed { get; init; } = Environment.TickCount;

    /// <summary>The app's folder; null for the one that was built beside this program. A published one starts faster.</summary>
    public string? App { get; init; }

    /// <summary>Only these scripts of <see cref="Scripts"/>; all if empty.</summary>
    public IReadOnlyList<string> Scripts { get; init; } = [];

    /// <summary>Settings of the app: windows so short that orders end within the run.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } =
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Orders__Windows__Payment"] = "PT2M",
            ["Orders__Windows__StockDecision"] = "PT20S",
            ["Orders__Windows__Restock"] = "PT40S",
            ["Orders__Windows__ChangeOffer"] = "PT30S",
            ["Orders__Windows__Claim"] = "PT15S",
            ["Orders__Windows__Return"] = "PT15S",
            ["Orders__Windows__ReturnParcel"] = "PT60S",
        };

    /// <summary>Where each kill and stall is told as it happens.</summary>
    public Action<string> Say { get; init; } = _ => { };

    /// <exception cref="ArgumentException">An option is not known, or its value is not a number.</exception>
    public static SoakOptions Parse(IReadOnlyList<string> args)
    {
        var options = new SoakOptions();
        for (var i = 0; i < args.Count; i += 2)
        {
            var value = i + 1 < args.Count ? args[i + 1] : throw new ArgumentException($"{args[i]} needs a value.", nameof(args));
            options = args[i] switch
            {
                "--kills" => options with { Kills = Number(value) },
                "--kinds" => options with { Kinds = [.. value.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Kind)] },
                "--stalls" => options with
                {
                    Stalls =
                    [
                        .. value.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(seconds => TimeSpan.FromSeconds(Number(seconds))),
                    ],
                },
                "--at-once" => options with { AtOnce = Number(value) },
                "--longest-life" => options with { LongestLife = TimeSpan.FromMilliseconds(Number(value)) },
                "--seed" => options with { Seed = Number(value) },
                "--minutes" => options with { MostTime = TimeSpan.FromMinutes(Number(value)) },
                "--app" => options with { App = Path.GetFullPath(value) },
                "--scripts" => options with { Scripts = value.Split(',', StringSplitOptions.RemoveEmptyEntries) },
                _ => throw new ArgumentException($"There is no option {args[i]}.", nameof(args)),
            };
        }

        return options;
    }

    private static KillKind Kind(string text) =>
        Enum.TryParse<KillKind>(text, ignoreCase: true, out var kind)
            ? kind
            : throw new ArgumentException($"{text} is not a way to kill.", nameof(text));

    private static int Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new ArgumentException($"{text} is not a number.", nameof(text));
}
