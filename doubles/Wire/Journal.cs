using System.Collections.Concurrent;

namespace Doubles.Wire;

/// <summary>What a company was asked, in order.</summary>
public sealed class Journal
{
    private readonly ConcurrentQueue<Asked> _calls = new();

    /// <summary>All calls so far.</summary>
    public IReadOnlyList<Asked> Calls => [.. _calls];

    /// <summary>How many calls there were of a kind: <c>POST /v1/refunds</c>.</summary>
    public int Count(string call) => _calls.Count(asked => asked.Call == call);

    internal void Add(Asked asked) => _calls.Enqueue(asked);
}

/// <param name="Call">Method and path, ids left out: <c>POST /v1/checkout/sessions/:id/expire</c>.</param>
/// <param name="Status">Of the answer; 0 where none was given.</param>
public sealed record Asked(string Call, string? IdempotencyKey, string Body, int Status);
