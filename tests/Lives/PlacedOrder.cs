using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;

namespace Lives;

/// <summary>An order that the shop has answered for.</summary>
/// <param name="Index">Its place in the script.</param>
internal sealed class PlacedOrder(int index, string orderId, string orderNumber, string customerId, Money total, DateTimeOffset placedAt)
{
    private readonly Dictionary<OrderStatus, DateTimeOffset> _since = new() { [OrderStatus.Placed] = placedAt };
    private readonly Dictionary<OrderStatus, int> _visits = new() { [OrderStatus.Placed] = 1 };
    private readonly List<(OrderStatus Status, int Visit, TaskCompletionSource Waiting)> _waiting = [];

    public int Index { get; } = index;

    public string OrderId { get; } = orderId;

    public string OrderNumber { get; } = orderNumber;

    public string CustomerId { get; } = customerId;

    /// <summary>What was due when it was placed.</summary>
    public Money Total { get; } = total;

    /// <summary>All statuses it was seen in, with the first time.</summary>
    public IReadOnlyDictionary<OrderStatus, DateTimeOffset> Since => _since;

    /// <summary>The statuses in the order in which it was seen in them.</summary>
    public List<OrderStatus> Road { get; } = [OrderStatus.Placed];

    public OrderStatus Status => Road[^1];

    public bool IsOver => Status.IsFinal();

    /// <summary>Somebody looks after a refund of this order: two at once would pay it twice.</summary>
    public bool RefundInHand { get; set; }

    /// <summary>When the payment provider was last asked once more for a refund, by its reference.</summary>
    public Dictionary<string, DateTimeOffset> RefundRetries { get; } = new(StringComparer.Ordinal);

    /// <summary>The change that was offered last.</summary>
    public string? LastChange { get; set; }

    public void Reached(OrderStatus status, DateTimeOffset now)
    {
        if (status == Status)
            return;
        Road.Add(status);
        _since.TryAdd(status, now);
        var visit = _visits[status] = _visits.GetValueOrDefault(status) + 1;
        for (var i = _waiting.Count - 1; i >= 0; i--)
        {
            if (_waiting[i].Status != status || _waiting[i].Visit > visit)
                continue;
            var waiting = _waiting[i].Waiting;
            _waiting.RemoveAt(i);
            waiting.SetResult();
        }
    }

    /// <summary>Ends when the order has come into a status; never, if it does not.</summary>
    /// <param name="visit">For which time.</param>
    public Task ReachingAsync(OrderStatus status, int visit = 1)
    {
        if (_visits.GetValueOrDefault(status) >= visit)
            return Task.CompletedTask;
        var waiting = new TaskCompletionSource();
        _waiting.Add((status, visit, waiting));
        return waiting.Task;
    }
}
