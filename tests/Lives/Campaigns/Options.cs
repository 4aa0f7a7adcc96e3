using System.Globalization;
using Lives.Defects;
using Lives.Scripts;
using Spectre.Console;

namespace Lives.Campaigns;

/// <summary>What is asked for on the command line.</summary>
/// <param name="Lives">Orders to live; with a seed, from that seed on.</param>
/// <param name="Seed">Alone: play this seed and tell all about it.</param>
/// <param name="Seconds">Stop after this time, however many have lived.</param>
/// <param name="Script">A file with one script to play.</param>
/// <param name="Shrink">Make a script that breaks a promise shorter.</param>
/// <param name="Defects">See after how many lives each known defect is found.</param>
/// <param name="Aimed">Play only scripts that aim at a pair of the state transition table.</param>
/// <param name="Defect">Only the known defects whose name holds this.</param>
/// <param name="MostBroken">Stop after so many scripts that broke a promise.</param>
/// <param name="Ends">A file to write how each seed ended, one a line.</param>
internal sealed record Options(
    long? Lives,
    int? Seed,
    int? Seconds,
    int Threads,
    string? Script,
    bool Shrink,
    bool Defects,
    bool Aimed = false,
    string Defect = "",
    string? Ends = null,
    int MostBroken = 20
)
{
    private const string Help = """
        dotnet run -c Release --project tests/Lives -- …
          --lives N      live N orders, beginning with seed 1, or with --seed S
          --seconds T    stop after T seconds
          --threads N    worker threads; the cores of the machine unless given
          --seed S       play the script of one seed, and tell all about it
          --script FILE  play one script
          --shrink       if it breaks a promise, make it shorter
          --aimed        play only the scripts that aim at a pair of the state transition table
          --broken N     stop after N scripts that break a promise; 20 unless given
          --ends FILE    write how each seed ended, one a line: two versions of the shop can be compared
          --defects      put each known defect in, and see after how many lives it is found
          --defect NAME  the same with those whose name holds this
        """;

    /// <summary>Null if it is not understood; then it is said how it is used.</summary>
    public static Options? Read(string[] args)
    {
        var options = new Options(null, null, null, Environment.ProcessorCount, null, false, false);
        for (var i = 0; i < args.Length; i++)
        {
            int number = 0;
            var flag = args[i];
            var takesNumber = flag is "--lives" or "--seed" or "--seconds" or "--threads" or "--broken";
            if (takesNumber && !(++i < args.Length && int.TryParse(args[i], CultureInfo.InvariantCulture, out number) && number >= 0))
                return Usage($"{flag} needs a number.");
            switch (flag)
            {
                case "--lives":
                    options = options with { Lives = number };
                    break;
                case "--seed":
                    options = options with { Seed = number };
                    break;
                case "--seconds":
                    options = options with { Seconds = number };
                    break;
                case "--threads":
                    options = options with { Threads = Math.Max(1, number) };
                    break;
                case "--broken":
                    options = options with { MostBroken = number };
                    break;
                case "--script" when ++i < args.Length:
                    options = options with { Script = args[i] };
                    break;
                case "--shrink":
                    options = options with { Shrink = true };
                    break;
                case "--aimed":
                    options = options with { Aimed = true };
                    break;
                case "--ends" when ++i < args.Length:
                    options = options with { Ends = args[i] };
                    break;
                case "--defect" when ++i < args.Length:
                    options = options with { Defects = true, Defect = args[i] };
                    break;
                case "--defects":
                    options = options with { Defects = true };
                    break;
                default:
                    return Usage($"{flag} is not understood.");
            }
        }

        return options;
    }

    private static Options? Usage(string error)
    {
        AnsiConsole.WriteLine(error);
        AnsiConsole.WriteLine(Help);
        return null;
    }
}
