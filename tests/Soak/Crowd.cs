using System.Collections.Concurrent;
using Soak.Harness;

namespace Soak;

/// <summary>
/// So many orders at once, a new one as soon as one has ended, until it is told that no more come; then it waits for the ends.
/// </summary>
internal sealed class Crowd(Fleet fleet, SoakOptions options) : IDisposable
{
    private readonly ConcurrentQueue<string> _complaints = new();
    private readonly ConcurrentQueue<Moved> _progress = new();
    private readonly ConcurrentQueue<Life> _lives = new();
    private readonly CancellationTokenSource _giveUp = new();
    private readonly CancellationTokenSource _closed = new();
    private Task _living = Task.CompletedTask;
    private int _ended;

    public IReadOnlyCollection<Life> Lives => _lives;

    public int Ended => Volatile.Read(ref _ended);

    /// <summary>What no caller should have seen.</summary>
    public IReadOnlyCollection<string> Complaints => _complaints;

    /// <summary>Which order came when into which status, as far as its customer saw it.</summary>
    public IReadOnlyList<Moved> Progress => [.. _progress.OrderBy(moved => moved.At)];

    public void Start() => _living = Task.WhenAll(Enumerable.Range(0, options.AtOnce).Select(place => Task.Run(() => LiveOnAsync(place))));

    /// <summary>Takes no more orders and waits until those under way have ended.</summary>
    public async Task CloseAsync()
    {
        await _closed.CancelAsync();
        _giveUp.CancelAfter(options.EndLimit);
        await _living;
    }

    public void Dispose()
    {
        _closed.Dispose();
        _giveUp.Dispose();
    }

    private async Task LiveOnAsync(int place)
    {
        var callers = new Persistent(_complaints);
        for (var number = place; !_closed.IsCancellationRequested; number += options.AtOnce)
        {
            var random = new Random(HashCode.Combine(options.Seed, number));
            var script = Choose(random);
            var life = new Life(number, script, Scripts.Form(script, random), random, fleet, callers, Note, _giveUp.Token);
            _lives.Enqueue(life);
            await LiveAsync(life);
        }
    }

    private async Task LiveAsync(Life life)
    {
        try
        {
            await life.PlaceAsync();
            await Scripts.All[life.Script].Play(life);
            await Scripts.EndAsync(life);
            Interlocked.Increment(ref _ended);
        }
        catch (OperationCanceledException) when (_giveUp.IsCancellationRequested)
        {
            _complaints.Enqueue($"{life} did not end within {options.EndLimit}: {life.Last}");
        }
        catch (Exception e)
            when (e is HttpRequestException or InvalidOperationException or NullReferenceException or System.Text.Json.JsonException)
        {
            _complaints.Enqueue($"{life} got an answer that it did not expect: {e.Message}");
        }
    }

    private string Choose(Random random)
    {
        var choice = Scripts.All.Where(script => options.Scripts.Count == 0 || options.Scripts.Contains(script.Key)).ToArray();
        var drawn = random.Next(choice.Sum(script => script.Value.Weight));
        return choice.First(script => (drawn -= script.Value.Weight) < 0).Key;
    }

    private void Note(OrderSeen order) => _progress.Enqueue(new Moved(order.Id, order.Status, (DateTimeOffset)order.View["since"]!));
}

/// <param name="At">By the app's clock, which is ours.</param>
internal sealed record Moved(string OrderId, string Status, DateTimeOffset At);
