using Lives.Storage;

namespace Lives.Tests.Storage;

/// <summary>The host's side of the queues, on times of its own.</summary>
public sealed class QueueDataTests
{
    private static readonly DateTimeOffset _noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    private readonly QueueData _queues = new();

    [Fact]
    public void Messages_are_taken_by_when_they_are_visible()
    {
        _queues.Add("queue", new BinaryData("late"), At(20));
        _queues.Add("queue", new BinaryData("first"), At(10));
        _queues.Add("queue", new BinaryData("second"), At(10));
        _queues.Add("queue", new BinaryData("expired"), At(5), At(9));
        Assert.Null(Take(9));
        Assert.Equal((3, At(10)), (_queues.Count("queue"), _queues.NextVisible("queue")));
        Assert.Equal(["first", "second", "late", null], [Text(30), Text(30), Text(30), Text(30)]);

        string? Text(int seconds) => Take(seconds)?.Body.ToString();
    }

    [Fact]
    public void Whoever_is_too_late_no_longer_settles_a_message()
    {
        _queues.Add("queue", new BinaryData("text"), At(0));
        var first = Take(0)!;
        Assert.Null(Take(14));
        var second = Take(15)!;
        Assert.Equal((first.Id, 1, 2), (second.Id, first.DequeueCount, second.DequeueCount));
        Assert.Equal((false, false, false), (_queues.Delete(first), _queues.Release(first, At(15)), _queues.Poison(first)));

        Assert.Equal((true, false), (_queues.Release(second, At(40)), _queues.Delete(second)));
        Assert.Equal(At(40), _queues.NextVisible("queue"));
        var third = Take(40)!;
        Assert.Equal((true, false), (_queues.Poison(third), _queues.Delete(third)));
        Assert.Equal((0, 1), (_queues.Count("queue"), _queues.Count("queue-poison")));
    }

    private static DateTimeOffset At(int seconds) => _noon.AddSeconds(seconds);

    private QueuedMessage? Take(int seconds) =>
        _queues.TryTake("queue", At(seconds), TimeSpan.FromSeconds(15), out var message) ? message : null;
}
