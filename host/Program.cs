using LocalHost;
using LocalHost.Configuration;

using var signals = new StopSignals();
try
{
    string? gaveUp;
    await using (var host = await FunctionsHost.StartAsync(CommandLine.Read(args) with { Log = HostLog.ToConsole }, signals.Stop))
    {
        await Banner.WriteAsync(host);
        gaveUp = await host.RunAsync(signals.Stop);
    }

    if (gaveUp is null)
        return 0;
    await Console.Error.WriteLineAsync(gaveUp);
    return 1;
}
catch (HostStartException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
catch (OperationCanceledException) when (signals.Stop.IsCancellationRequested)
{
    return 0;
}
