using System.Diagnostics;
using System.Net;
using Soak.Harness;

namespace Soak;

/// <summary>Asks until the shop answers from its storage, to tell how long it was away.</summary>
internal sealed class Probe(Fleet fleet)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    /// <returns>From now until the first answer.</returns>
    /// <exception cref="TimeoutException">It does not come back by itself.</exception>
    public async Task<TimeSpan> AnsweredAsync()
    {
        var begun = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begun) < Limit)
        {
            try
            {
                if ((await fleet.Storefront.GetPathAsync("api/orders?customerId=nobody")).Status == HttpStatusCode.OK)
                    return Stopwatch.GetElapsedTime(begun);
            }
            catch (Exception e) when (App.IsDown(e) || e is IOException)
            {
                // Not yet.
            }

            await Task.Delay(Pause);
        }

        throw new TimeoutException($"The app did not answer within {Limit}.");
    }
}
