using System.Diagnostics;
using System.Globalization;
using Fuzz;
using Fuzz.App;
using Fuzz.Judging;
using Orders.Testing;

if (Options.Read(args) is not { } options)
{
    Console.Error.WriteLine(Options.Usage);
    return 2;
}

var output = Console.Out;
var contract = new Contract();
var report = new Report();
var begun = Stopwatch.GetTimestamp();
IReadOnlyList<string> left;
await using (var shop = await FuzzedShop.OpenAsync())
{
    var run = new FuzzRun(shop, contract, report, output);
    foreach (var (turn, seed) in options.Seeds.Index())
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {seed}"));
        await run.RunAsync(seed, options.Only ?? turn * Options.ApartBy, options.Only is null ? options.Requests / options.Seeds.Count : 1);
    }

    left = await Aftermath.LookAsync(shop);
    run.LookBack();
}

output.WriteLine();
report.Write(output);
foreach (var trouble in left)
    output.WriteLine(trouble);
output.WriteLine(
    string.Create(
        CultureInfo.InvariantCulture,
        $"{report.Requests} requests in {Stopwatch.GetElapsedTime(begun).TotalSeconds:0} s; "
            + $"{report.Faults} faults; {left.Count} left behind."
    )
);
return report.Faults + left.Count == 0 ? 0 : 1;
