namespace Lives.Machine;

/// <summary>
/// What can go wrong at a call to storage or to a company; and what the engine may do to an app, which happens at the next place after that
/// call where it can (<see cref="Hazards"/>).
/// </summary>
internal enum FaultKind
{
    /// <summary>It does not answer, and has done nothing: throttled, or out of order.</summary>
    Unavailable,

    /// <summary>It has done its work, and the answer is lost.</summary>
    AnswerLost,

    /// <summary>
    /// The first answer was lost and the client library asked again: the app hears that its own write was there before; a message is there
    /// twice.
    /// </summary>
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

    /// <summary>The next event for an orchestration is raised twice.</summary>
    EventTwice,

    /// <summary>The next orchestration is there only after some minutes: what is raised for it until then is refused.</summary>
    StartLate,

    /// <summary>What the next activity comes to is lost: it runs again.</summary>
    ResultLost,

    /// <summary>The next timer fires a second early.</summary>
    TimerEarly,

    /// <summary>The end of the next sub-orchestration is told twice.</summary>
    EndTwice,

    /// <summary>No storage answers for a minute.</summary>
    StorageAway,
}

/// <param name="AtCall">Which of the run's calls it hits, from 0.</param>
internal sealed record Fault(int AtCall, FaultKind Kind);
