using System.Collections.Concurrent;
using System.Net;
using Soak.Harness;

namespace Soak;

/// <summary>
/// Callers who ask again, the same under the same key, until they have an answer: the app may die or storage hang at any moment. What no
/// caller should ever see is written down.
/// </summary>
internal sealed class Persistent(ConcurrentQueue<string> complaints)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(400);

    /// <returns>The first answer that is one: not 503, nor the sandbox's "could not reach the shop".</returns>
    public async Task<Answer> AskAsync(string what, Func<Task<Answer>> call, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                var answer = await call();
                if (answer.Status == HttpStatusCode.InternalServerError)
                    complaints.Enqueue($"{what} was answered {answer}");
                else if (answer.Status is not (HttpStatusCode.ServiceUnavailable or HttpStatusCode.BadGateway))
                    return answer;
            }
            catch (Exception e) when (App.IsDown(e) || e is IOException)
            {
                // It died under the call.
            }

            await Task.Delay(Pause, cancellation);
        }
    }
}
