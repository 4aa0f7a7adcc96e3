using System.Collections.Concurrent;

namespace Doubles.Wire;

/// <summary>What goes wrong with the next calls of a kind.</summary>
public sealed class Faults
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<Fault>> _next = new(StringComparer.Ordinal);
    private volatile bool _isDown;

    /// <summary>Every call is answered with 503, and nothing is done.</summary>
    public bool IsDown
    {
        get => _isDown;
        set => _isDown = value;
    }

    /// <summary>The next calls of a kind fail so, one after the other; then they work again.</summary>
    /// <param name="call">As in <see cref="Asked.Call"/>.</param>
    public void Next(string call, params IReadOnlyList<Fault> faults)
    {
        foreach (var fault in faults)
            _next.GetOrAdd(call, _ => new()).Enqueue(fault);
    }

    /// <summary>Nothing of what is still to go wrong does.</summary>
    public void Clear() => _next.Clear();

    internal Fault Take(string call)
    {
        if (IsDown)
            return Fault.Unavailable;
        return _next.TryGetValue(call, out var waiting) && waiting.TryDequeue(out var fault) ? fault : Fault.None;
    }
}

public enum Fault
{
    None,

    /// <summary>503, and nothing was done.</summary>
    Unavailable,

    /// <summary>429 with Retry-After, and nothing was done.</summary>
    TooMany,

    /// <summary>500, nothing was done, and it is answered so for as long as the idempotency key is known.</summary>
    ErrorKept,

    /// <summary>It is done, and the answer is 500.</summary>
    DoneThenError,

    /// <summary>It is done, and the connection breaks before the answer.</summary>
    DoneThenLost,

    /// <summary>It is done, and the answer is no JSON.</summary>
    DoneThenGarbage,
}
