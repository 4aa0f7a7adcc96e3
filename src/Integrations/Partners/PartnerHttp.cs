using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Polly;

namespace Orders.Functions.Integrations.Partners;

/// <summary>How companies are called over HTTP, and what their status codes mean: the same for all of them.</summary>
internal static class PartnerHttp
{
    private const string KeyHeader = "Idempotency-Key";
    private const int Retries = 2;

    private static readonly TimeSpan AttemptLimit = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);

    // Half of the calls of half a minute have failed, and a handful were made: the company is left alone for a moment. Not for longer: the
    // step that asks waits twice as long from try to try, and one that was not let through has to wait twice as long again.
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Break = TimeSpan.FromSeconds(5);
    private const int FewestCalls = 8;

    /// <summary>
    /// A client of one company: each attempt ends in time, what may be repeated is repeated twice, and a company that only fails is not
    /// asked for some seconds. Longer outages are waited out by the step that asks.
    /// </summary>
    public static IHttpClientBuilder AddPartnerClient(this IServiceCollection services, string company)
    {
        var client = services.AddHttpClient(company, http => http.Timeout = Timeout.InfiniteTimeSpan);
        client
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
            .AddStandardResilienceHandler(options =>
            {
                options.AttemptTimeout.Timeout = AttemptLimit;
                options.TotalRequestTimeout.Timeout = CallLimit;
                options.Retry.MaxRetryAttempts = Retries;
                options.Retry.Delay = FirstPause;
                options.Retry.UseJitter = true;
                options.Retry.ShouldHandle = attempt =>
                    ValueTask.FromResult(
                        MayBeRepeated(attempt.Context.GetRequestMessage()) && HttpClientResiliencePredicates.IsTransient(attempt.Outcome)
                    );
                options.CircuitBreaker.SamplingDuration = Window;
                options.CircuitBreaker.BreakDuration = Break;
                options.CircuitBreaker.MinimumThroughput = FewestCalls;
                options.CircuitBreaker.FailureRatio = 0.5;
            });
        return client;
    }

    /// <summary>Sends a request to a company; every status is an answer.</summary>
    /// <exception cref="HttpRequestException">There was none, or the company is left alone for a moment.</exception>
    public static async Task<HttpResponseMessage> AskAsync(
        this IHttpClientFactory clients,
        string company,
        HttpRequestMessage request,
        CancellationToken cancellation
    )
    {
        try
        {
            return await clients.CreateClient(company).SendAsync(request, cancellation);
        }
        catch (Exception e) when (e is ExecutionRejectedException || (e is TaskCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new HttpRequestException($"{company} did not answer: {e.GetType().Name}.", e);
        }
    }

    /// <summary>
    /// It said no, and will say no again. What is wrong with our keys (401, 403), comes too soon or too often (408, 409, 425, 429) or is
    /// the company's own trouble (5xx) may be answered otherwise later: that is unknown.
    /// </summary>
    public static bool IsRefusal(HttpStatusCode status) =>
        (int)status is >= 400 and < 500
        && status
            is not (
                HttpStatusCode.Unauthorized
                or HttpStatusCode.Forbidden
                or HttpStatusCode.RequestTimeout
                or HttpStatusCode.Conflict
                or HttpStatusCode.TooManyRequests
                or (HttpStatusCode)425
            );

    private static bool MayBeRepeated(HttpRequestMessage? request) =>
        request is not null && (request.Method == HttpMethod.Get || request.Headers.Contains(KeyHeader));
}
