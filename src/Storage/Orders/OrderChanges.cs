namespace Orders.Functions.Storage.Orders;

/// <summary>Tells those who wait in this process that it has just written an order. What other processes write has to be looked for.</summary>
internal sealed class OrderChanges
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, List<Listener>> _listeners = new(StringComparer.Ordinal);

    /// <summary>To be disposed by who no longer waits.</summary>
    public Listener Listen(string orderId)
    {
        var listener = new Listener(this, orderId);
        lock (_lock)
        {
            if (_listeners.TryGetValue(orderId, out var others))
                others.Add(listener);
            else
                _listeners[orderId] = [listener];
        }

        return listener;
    }

    /// <summary>Whoever waits for it goes on right here, to look at the order.</summary>
    public void Tell(string orderId)
    {
        Listener[] listeners;
        lock (_lock)
        {
            if (!_listeners.TryGetValue(orderId, out var waiting))
                return;
            listeners = [.. waiting];
        }

        foreach (var listener in listeners)
            listener.Hear();
    }

    private void Leave(Listener listener)
    {
        lock (_lock)
        {
            var others = _listeners[listener.OrderId];
            others.Remove(listener);
            if (others.Count == 0)
                _listeners.Remove(listener.OrderId);
        }
    }

    /// <summary>One who waits for changes of an order.</summary>
    internal sealed class Listener(OrderChanges changes, string orderId) : IDisposable
    {
        private volatile TaskCompletionSource _told = new();

        public string OrderId => orderId;

        /// <summary>What is written from here on is told at the next wait.</summary>
        public void Reset()
        {
            if (_told.Task.IsCompleted)
                _told = new TaskCompletionSource();
        }

        /// <summary>Waits for a change, for a while at most, or until it is cancelled.</summary>
        /// <returns>Whether it was told of one.</returns>
        public async Task<bool> WaitAsync(TimeSpan atMost, TimeProvider time, CancellationToken cancellation)
        {
            var told = _told.Task;
            return await Task.WhenAny(told, Task.Delay(atMost, time, cancellation)) == told;
        }

        public void Dispose() => changes.Leave(this);

        internal void Hear() => _told.TrySetResult();
    }
}
