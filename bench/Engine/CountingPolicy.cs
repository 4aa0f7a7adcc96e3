using Azure.Core;
using Azure.Core.Pipeline;

namespace Bench.Engine;

/// <summary>Counts the calls that go to storage, retries included.</summary>
internal sealed class CountingPolicy : HttpPipelinePolicy
{
    private int _calls;

    public int Calls => Volatile.Read(ref _calls);

    public override ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        Interlocked.Increment(ref _calls);
        return ProcessNextAsync(message, pipeline);
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        Interlocked.Increment(ref _calls);
        ProcessNext(message, pipeline);
    }
}
