using Lives.Storage;

namespace Lives.Tests.Storage;

/// <summary>The host's side of the queues, on times of its own.</summary>
public sealed class QueueDataTests
{
    private static readonly DateTimeOffset _noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan _hidden = TimeSpan.FromSeconds(15);

    private readonly QueueData _queues = new();

    [Fact]
    public void Messages_come_by_the_time_from_which_they_are_visible_then_by_their_sending()
    {
        Add("late", 20);
        Add("first", 10);
        Add("second", 10);
        Assert.Equal(At(10), _queues.NextVisible("queue"));
        Assert.False(_queues.TryTake("queue", At(9), _hidden, out _));
        Assert.Equal(["first", "second", "late"], [Take(30).Body.ToString(), Take(30).Body.ToString(), Take(30).Body.ToString()]);
        Assert.Equal((3, At(45)), (_queues.Count("queue"), _queues.NextVisible("queue")));
        Assert.False(_queues.TryTake("none", At(30), _hidden, out _));
    }

    [Fact]
    public void Message_that_is_not_settled_in_time_is_taken_again_and_its_first_taker_is_too_late()
    {
        Add("text", 0);
        var first = Take(0);
        Assert.False(_queues.TryTake("queue", At(14), _hidden, out _));
        var second = Take(15);
        Assert.Equal((first.Id, 1, 2), (second.Id, first.DequeueCount, second.DequeueCount));

        Assert.False(_queues.Delete(first));
        Assert.False(_queues.Release(first, At(15)));
        Assert.False(_queues.Poison(first));
        Assert.Equal((1, 0), (_queues.Count("queue"), _queues.Count("queue-poison")));
        Assert.True(_queues.Delete(second));
        Assert.False(_queues.Delete(second));
        Assert.Equal((0, null), (_queues.Count("queue"), _queues.NextVisible("queue")));
    }

    [Fact]
    public void Message_is_kept_given_back_and_moved_to_the_poison_queue()
    {
        Add("text", 0);
        var message = Take(0);
        Assert.True(_queues.Renew(message, At(60)));
        Assert.False(_queues.TryTake("queue", At(59), _hidden, out _));
        Assert.True(_queues.Release(message, At(40)));
        Assert.False(_queues.Delete(message));
        Assert.Equal(At(40), _queues.NextVisible("queue"));

        var again = Take(40);
        Assert.True(_queues.Poison(again));
        Assert.Equal((0, 1), (_queues.Count("queue"), _queues.Count("queue-poison")));
        Assert.True(_queues.TryTake("queue-poison", At(40), _hidden, out var poisoned));
        Assert.Equal(("text", 1), (poisoned.Body.ToString(), poisoned.DequeueCount));
    }

    [Fact]
    public void Message_past_its_life_is_gone()
    {
        _queues.Add("queue", new BinaryData("text"), _noon, _noon, At(10));
        Assert.False(_queues.TryTake("queue", At(10), _hidden, out _));
        Assert.Equal(0, _queues.Count("queue"));
    }

    private static DateTimeOffset At(int seconds) => _noon.AddSeconds(seconds);

    private void Add(string text, int visibleAt) => _queues.Add("queue", new BinaryData(text), _noon, At(visibleAt));

    private QueuedMessage Take(int at)
    {
        Assert.True(_queues.TryTake("queue", At(at), _hidden, out var message));
        return message;
    }
}
