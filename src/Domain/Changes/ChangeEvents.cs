namespace Orders.Functions.Domain.Changes;

/// <summary>A wish to change the order. What it costs is worked out by the orchestration.</summary>
/// <param name="AcceptDuties">The customer accepts the import duties that it brings, without being asked.</param>
public sealed record ChangeRequest(
    string EventId,
    string ChangeId,
    OrderChange Change,
    ChangeConsent Consent,
    string By,
    bool AcceptDuties = false
);

/// <summary>When a change needs no further word of the customer's.</summary>
public enum ChangeConsent
{
    /// <summary>It is offered, whatever it costs.</summary>
    Asked,

    /// <summary>One that costs nothing is in force at once, any other is offered: another address.</summary>
    GivenIfFree,

    /// <summary>In force at once; one that costs more is refused: lines that are dropped.</summary>
    Given,
}

/// <param name="Accepted">False: the customer does not want it after all.</param>
public sealed record ChangeConfirmed(string EventId, string ChangeId, bool Accepted = true, bool AcceptDuties = false);
