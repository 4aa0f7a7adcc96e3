using Orders.Functions.Domain.Status;

namespace Lives;

/// <summary>
/// When each order was first seen in each status, and when for the second time: by its rows, whether its customer knows of it yet or not.
/// </summary>
internal sealed class StatusTimes
{
    private readonly Dictionary<(string Order, OrderStatus Status), DateTimeOffset> _first = [];
    private readonly Dictionary<(string Order, OrderStatus Status), DateTimeOffset> _again = [];
    private readonly Dictionary<string, OrderStatus> _now = new(StringComparer.Ordinal);

    /// <summary>The order that was stored first.</summary>
    public string? FirstOrder { get; private set; }

    public void Note(string orderId, OrderStatus status, DateTimeOffset at)
    {
        FirstOrder ??= orderId;
        if (_now.TryGetValue(orderId, out var before) && before == status)
            return;
        _now[orderId] = status;
        if (!_first.TryAdd((orderId, status), at))
            _again.TryAdd((orderId, status), at);
    }

    public DateTimeOffset? Of(string orderId, OrderStatus status, bool again) =>
        (again ? _again : _first).TryGetValue((orderId, status), out var at) ? at : null;
}
