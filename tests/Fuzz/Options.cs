using System.Globalization;

namespace Fuzz;

/// <summary>What the command line asks for.</summary>
/// <param name="Seeds">Run one after the other; the requests are shared out among them.</param>
/// <param name="Only">The number of one request, to send it alone; null: all.</param>
internal sealed record Options(int Requests, IReadOnlyList<int> Seeds, int? Only)
{
    public const string Usage = "Usage: dotnet run -c Release --project tests/Fuzz -- [--requests 10000] [--seed 7|fresh]… [--only 123]";

    /// <summary>Between the numbers of the requests of one seed and of the next, which share one shop.</summary>
    public const int ApartBy = 1_000_000;

    /// <returns>Null if they are wrong.</returns>
    public static Options? Read(string[] args)
    {
        var (requests, only, seeds) = (10_000, (int?)null, new List<int>());
        for (var i = 0; i + 1 < args.Length; i += 2)
        {
            if (args is [.., _] && args[i] == "--seed" && args[i + 1] == "fresh")
                seeds.Add(Random.Shared.Next());
            else if (!int.TryParse(args[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                return null;
            else if (args[i] == "--requests")
                requests = number;
            else if (args[i] == "--seed")
                seeds.Add(number);
            else if (args[i] == "--only")
                only = number;
            else
                return null;
        }

        return args.Length % 2 == 1 ? null : new Options(requests, seeds.Count == 0 ? [Random.Shared.Next()] : seeds, only);
    }
}
