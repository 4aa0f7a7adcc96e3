using Durable.Testing.Hub;

namespace Durable.Testing;

/// <summary>
/// How rough a <see cref="TestHub"/> is beyond the crashes of its <see cref="FaultPlan"/>: what the official engine promises at least once
/// comes twice now and then, and an episode's messages are sent before its history is written. Chance comes from the hub's seed.
/// </summary>
public sealed class Roughness
{
    private Random _random = new(0);

    /// <summary>The share of messages (events, results, ends of children) that come twice.</summary>
    public double Repeated { get; init; } = 0.1;

    /// <summary>The share of activities whose result is lost, so that they run again.</summary>
    public double ResultsLost { get; init; } = 0.1;

    /// <summary>Whether timers fire up to a second too early.</summary>
    public bool EarlyTimers { get; init; } = true;

    internal void Begin(int seed) => _random = new Random(seed);

    internal HubFate FateOf(HubCall call)
    {
        if (call.Verb == HubVerb.ActivityResult && _random.NextDouble() < ResultsLost)
            return HubFate.Lost;
        var sends = call.Verb is HubVerb.Raise or HubVerb.Send or HubVerb.Checkpoint or HubVerb.ActivityResult;
        return sends && _random.NextDouble() < Repeated ? HubFate.Twice : HubFate.Normal;
    }

    internal TimeSpan TimerEarly() => EarlyTimers ? TimeSpan.FromSeconds(_random.NextDouble()) : TimeSpan.Zero;
}
