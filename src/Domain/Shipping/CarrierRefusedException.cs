namespace Orders.Functions.Domain.Shipping;

/// <summary>A carrier said no for good; asking again will not help.</summary>
/// <param name="message">Never holds personal data.</param>
public sealed class CarrierRefusedException(string message) : Exception(message);
