namespace Durable.Testing.Hub;

/// <summary>The hub's storage did not answer a call; whether the call was done nobody knows.</summary>
public sealed class HubUnavailableException(HubCall call, Exception inner)
    : Exception($"The task hub did not answer {call.Verb} for '{call.InstanceId}'.", inner);

/// <summary>Another worker has written the same history meanwhile: what this one did is void.</summary>
internal sealed class HubConflictException(string instanceId)
    : Exception($"The history of '{instanceId}' was written by another worker meanwhile.");
