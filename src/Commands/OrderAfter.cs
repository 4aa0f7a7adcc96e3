using Orders.Functions.Domain.Views;

namespace Orders.Functions.Commands;

/// <summary>An order as it was last read after a command.</summary>
/// <param name="ChangeId">The change that was asked for, where the command was one.</param>
public sealed record OrderAfter(OrderRecord Order, string? ChangeId = null);
