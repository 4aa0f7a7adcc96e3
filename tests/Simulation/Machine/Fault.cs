namespace Simulation.Machine;

/// <summary>What can go wrong at a call to storage or to a company.</summary>
internal enum FaultKind
{
    /// <summary>It does not answer, and has done nothing: throttled, or out of order.</summary>
    Unavailable,

    /// <summary>It has done its work, and the answer is lost.</summary>
    AnswerLost,

    /// <summary>The first answer was lost and the client library asked again: the app hears that its own write was there before.</summary>
    AskedTwice,

    /// <summary>The app's process dies before the work is done.</summary>
    CrashBefore,

    /// <summary>The app's process dies when the work is done.</summary>
    CrashAfter,

    /// <summary>The work is done late; others come in between.</summary>
    Slow,

    /// <summary>The whole process stands still, another takes over, and then the first goes on with what it was about to do.</summary>
    Stall,

    /// <summary>The work is done only after a long time; only aimed (<see cref="Lives.AimedFault"/>).</summary>
    Hang,
}

/// <param name="AtCall">Which of the run's calls it hits, from 0.</param>
internal sealed record Fault(int AtCall, FaultKind Kind);
