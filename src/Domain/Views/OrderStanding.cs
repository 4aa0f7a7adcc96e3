namespace Orders.Functions.Domain.Views;

/// <summary>Whether an order goes on by itself. Operations can halt its orchestration, and then what is written down says less than is true.</summary>
public enum OrderStanding
{
    GoesOn,

    /// <summary>Suspended, and it goes on from here when it is resumed.</summary>
    OnHold,

    /// <summary>Terminated, or broken: it takes no payment and no wish until a person sets it going again.</summary>
    Stopped,
}
