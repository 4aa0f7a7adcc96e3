using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Domain.Changes;

/// <summary>Other goods or another class, as the customer puts it.</summary>
public sealed record ChangeWish
{
    /// <summary>The full new list; null: as they are.</summary>
    public IReadOnlyList<RequestLine>? Lines { get; init; }

    /// <summary>Null: as it is.</summary>
    public ShippingClass? ShippingClass { get; init; }

    /// <summary>The customer accepts the import duties of what they ask for.</summary>
    public bool AcceptsDuties { get; init; }

    /// <summary>What makes the wish of an order as it stands.</summary>
    public OrderChange For(Order order)
    {
        List<ChangeAction> actions = [];
        if (Lines is not null)
        {
            actions.AddRange(Lines.Select(line => new ChangeAction(ChangeKind.Quantity, line.Sku, line.Quantity)));
            actions.AddRange(
                order
                    .Lines.Where(line => Lines.All(asked => asked.Sku != line.Sku))
                    .Select(line => new ChangeAction(ChangeKind.Quantity, line.Sku, 0))
            );
        }

        if (ShippingClass is not null)
            actions.Add(new ChangeAction(ChangeKind.ShippingClass, ShippingClass: ShippingClass));
        return new OrderChange(actions);
    }
}
