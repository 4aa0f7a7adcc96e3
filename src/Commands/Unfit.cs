using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Commands;

/// <summary>What was asked for cannot be had of this order as it is.</summary>
/// <param name="Errors">By the path of the field.</param>
public sealed record Unfit(FieldErrors Errors) : Failure;
