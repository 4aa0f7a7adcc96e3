using System.Globalization;
using LocalHost.Http;

namespace LocalHost;

/// <summary>Tells the person who started the host where things are.</summary>
internal static class Banner
{
    public static Task WriteAsync(FunctionsHost host) =>
        Console.Out.WriteLineAsync(
            $"""
            {host.Name} is ready ({host.StartTime.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s)
              app         {host.FunctionsUrl}
              health      {host.Url}{HealthRoutes.Ready}
              management  {host.Url}{DurableRoutes.Base}/instances
              storage     {host.Storage}
              Ctrl-C stops it.
            """
        );
}
