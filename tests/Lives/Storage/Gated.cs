using System.Runtime.ExceptionServices;
using Azure;

namespace Lives.Storage;

/// <summary>Does a call's work between the gate's two sides; while the gate stands open, without a state machine.</summary>
internal static class Gated
{
    /// <param name="work">
    /// Answers, or throws what the storage would answer with; a refusal passes the gate like any answer. May be done twice.
    /// </param>
    public static Task<TResult> RunAsync<TState, TResult>(
        this IGate gate,
        StorageCall call,
        TState state,
        Func<TState, TResult> work,
        CancellationToken cancellation
    )
    {
        if (cancellation.IsCancellationRequested)
            return Task.FromCanceled<TResult>(cancellation);
        var before = gate.BeforeAsync(call);
        return before.IsCompletedSuccessfully ? WorkAsync(gate, call, state, work) : WorkAfterAsync(before, gate, call, state, work);
    }

    private static async Task<TResult> WorkAfterAsync<TState, TResult>(
        Task before,
        IGate gate,
        StorageCall call,
        TState state,
        Func<TState, TResult> work
    )
    {
        await before;
        return await WorkAsync(gate, call, state, work);
    }

    private static Task<TResult> WorkAsync<TState, TResult>(IGate gate, StorageCall call, TState state, Func<TState, TResult> work)
    {
        Task after;
        TResult result;
        try
        {
            result = work(state);
            if (gate.IsRepeated(call))
                result = work(state);
        }
        catch (RequestFailedException refusal)
        {
            after = gate.AfterAsync(call);
            return after.IsCompletedSuccessfully ? Task.FromException<TResult>(refusal) : RefuseAfterAsync<TResult>(after, refusal);
        }

        after = gate.AfterAsync(call);
        return after.IsCompletedSuccessfully ? Task.FromResult(result) : AnswerAfterAsync(after, result);
    }

    private static async Task<TResult> AnswerAfterAsync<TResult>(Task after, TResult result)
    {
        await after;
        return result;
    }

    private static async Task<TResult> RefuseAfterAsync<TResult>(Task after, RequestFailedException refusal)
    {
        await after;
        ExceptionDispatchInfo.Throw(refusal);
        throw refusal;
    }
}
