using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Domain.Stock;

/// <summary>What the customer wants done about the lines that are short.</summary>
/// <param name="Choices">One for each short line.</param>
public sealed record StockDecision(string EventId, IReadOnlyList<LineChoice> Choices, string By);

/// <summary>Units that an order waited for were reserved for it.</summary>
/// <param name="Reference">The reservation they are under.</param>
/// <param name="Revision">Of the reservation: an event with a lower one is old news.</param>
/// <param name="Missing">What is still waited for; empty: nothing more.</param>
public sealed record StockArrived(string EventId, string Reference, int Revision, IReadOnlyList<ParcelLine> Missing);
