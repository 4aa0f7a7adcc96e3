using System.Globalization;
using Soak;

SoakOptions options;
try
{
    options = SoakOptions.Parse(args) with
    {
        Say = text => Console.Error.WriteLine($"{DateTimeOffset.UtcNow.ToString("HH:mm:ss", CultureInfo.InvariantCulture)} {text}"),
    };
}
catch (ArgumentException e)
{
    await Console.Error.WriteLineAsync(
        $"{e.Message}\nUsage: dotnet run -c Release --project tests/Soak -- [--kills 200] [--kinds HostAndWorker,Worker,OneOfTwo] "
            + "[--stalls 15,60,30] [--at-once 12] [--longest-life 4000] [--minutes 120] [--seed n] [--scripts a,b] [--app FOLDER]"
    );
    return 2;
}

var report = await SoakRun.RunAsync(options);
await Console.Out.WriteLineAsync(report.Table());
return report.Violations.Count == 0 ? 0 : 1;
