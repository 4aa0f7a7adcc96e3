using System.Collections.Concurrent;
using System.Diagnostics;
using Lives.Defects;
using Lives.Machine;
using Lives.Scripts;

namespace Lives.Campaigns;

/// <summary>Plays the scripts of many seeds, on all cores, and gathers what was seen.</summary>
/// <param name="plays">Which scripts are worth while; null: all.</param>
internal sealed class Campaign(Blueprint blueprint, Defect? defect = null, Func<Script, bool>? plays = null)
{
    private readonly ConcurrentBag<Trial> _broken = [];
    private long _lives;
    private long _leftOut;
    private int _next;

    /// <summary>Orders that the shop accepted and that came to their end so far.</summary>
    public long Lives => Interlocked.Read(ref _lives);

    /// <summary>Scripts that were not played.</summary>
    public long LeftOut => Interlocked.Read(ref _leftOut);

    public Coverage Coverage { get; } = new();

    /// <summary>Is given each trial that has ended, on the thread that played it.</summary>
    public Action<Trial>? Ended { get; init; }

    /// <summary>Trials that broke a promise, by seed.</summary>
    public IReadOnlyList<Trial> Broken => [.. _broken.OrderBy(trial => trial.Script.Seed)];

    public TimeSpan Took { get; private set; }

    /// <summary>The last seed that was begun.</summary>
    public int LastSeed => _next - 1;

    /// <param name="fromSeed">The first seed; then one by one.</param>
    /// <param name="enough">Asked before each script: whether it is enough.</param>
    public void Run(int fromSeed, int threads, Func<Campaign, bool> enough)
    {
        var watch = Stopwatch.StartNew();
        _next = fromSeed;
        var workers = Enumerable.Range(0, threads).Select(_ => new Thread(Work)).ToArray();
        foreach (var worker in workers)
            worker.Start();
        foreach (var worker in workers)
            worker.Join();
        Took = watch.Elapsed;

        void Work()
        {
            while (!enough(this))
                Play(Interlocked.Increment(ref _next) - 1);
        }
    }

    private void Play(int seed)
    {
        var script = ScriptWriter.Write(seed);
        if (plays?.Invoke(script) == false)
        {
            Interlocked.Increment(ref _leftOut);
            return;
        }

        var trial = Trial.Of(blueprint, script, defect);
        Interlocked.Add(ref _lives, trial.Life.Orders.Count);
        Coverage.Add(trial.Life);
        Ended?.Invoke(trial);
        if (!trial.Held)
            _broken.Add(trial);
    }
}
