using Azure.Core;
using Azure.Core.Pipeline;

namespace Runtime.Tests.Storage;

/// <summary>Breaks storage calls on their way: before they are sent, or after, when the service has done what was asked and the answer gets lost. Counts them, too.</summary>
internal sealed class FaultPolicy : HttpPipelinePolicy
{
    private int _calls;

    public int Calls => Volatile.Read(ref _calls);

    public Func<Request, bool> FailBefore { get; set; } = _ => false;

    public Func<Request, bool> FailAfter { get; set; } = _ => false;

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        Interlocked.Increment(ref _calls);
        if (FailBefore(message.Request))
            throw new IOException("Cut before it was sent.");
        await ProcessNextAsync(message, pipeline);
        if (FailAfter(message.Request))
            throw new IOException("Cut before the answer came.");
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException();

    public static bool IsTransaction(Request request) => request.Uri.Path.EndsWith("$batch", StringComparison.Ordinal);

    /// <summary>True from the n-th request on that the condition holds for.</summary>
    public static Func<Request, bool> From(int n, Func<Request, bool> condition)
    {
        var seen = 0;
        return request => condition(request) && Interlocked.Increment(ref seen) >= n;
    }

    public static Func<Request, bool> Once(Func<Request, bool> condition)
    {
        var seen = 0;
        return request => condition(request) && Interlocked.Increment(ref seen) == 1;
    }
}
