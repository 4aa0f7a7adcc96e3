using Azure;

namespace Lives.Storage;

/// <summary>Does a call's work between the gate's two sides.</summary>
internal static class Gated
{
    /// <param name="work">
    /// Answers, or throws what the storage would answer with; a refusal passes the gate like any answer. May be done twice.
    /// </param>
    public static async Task<T> RunAsync<T>(this IGate gate, StorageCall call, Func<T> work, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        await gate.BeforeAsync(call);
        T result;
        try
        {
            result = work();
            if (gate.IsRepeated(call))
                result = work();
        }
        catch (RequestFailedException)
        {
            await gate.AfterAsync(call);
            throw;
        }

        await gate.AfterAsync(call);
        return result;
    }
}

/// <summary>Lets every call through at once.</summary>
internal sealed class OpenGate : IGate
{
    public static OpenGate Instance { get; } = new();

    public Task BeforeAsync(StorageCall call) => Task.CompletedTask;

    public Task AfterAsync(StorageCall call) => Task.CompletedTask;
}
