using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Queues;
using Simulation.Machine;

namespace Simulation.World;

/// <summary>
/// The timer-triggered functions. They really run every minute; here soon after something went wrong, then ever more rarely, and again when nothing else happens any more: what they make up for, they
/// make up for then.
/// </summary>
internal sealed class Sweeps(World world)
{
    private const int RoundsAtRest = 4;

    private static readonly TimeSpan _first = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan _longest = TimeSpan.FromHours(12);
    private static readonly TimeSpan _atRest = TimeSpan.FromMinutes(11);

    private DateTimeOffset? _due;
    private TimeSpan _pause = _first;
    private int _roundsLeft = RoundsAtRest;

    public bool IsDue => _due <= world.Clock.Now;

    /// <summary>Rounds that broke off: something they needed did not answer.</summary>
    public int Failed { get; private set; }

    public void Disturbed()
    {
        _pause = _first;
        _due = world.Clock.Now + _first;
    }

    /// <summary>When the next round is; null if nothing has come of the last ones and nothing will.</summary>
    /// <param name="quiet">Whether nothing else will happen by itself.</param>
    public DateTimeOffset? Next(bool quiet)
    {
        if (!quiet)
            _roundsLeft = RoundsAtRest;
        else if (_roundsLeft == 0)
            return null;
        return _due ??= world.Clock.Now + (quiet ? _atRest : _pause);
    }

    public async Task RunAsync(AppProcess app)
    {
        _roundsLeft--;
        _pause = _pause * 2 < _longest ? _pause * 2 : _longest;
        _due = null;
        var timer = new TimerInfo();
        try
        {
            await app.Get<WebhookSweep>().RunAsync(timer, CancellationToken.None);
            await app.Get<StockSweep>().RunAsync(timer, app.Client, CancellationToken.None);
            await app.Get<Watchdog>().RunAsync(timer, app.Client, CancellationToken.None);
            await app.Get<CaseFileSweep>().RunAsync(timer, CancellationToken.None);
        }
        catch (Exception e) when (e is not SimulationException)
        {
            // As the host does: it is logged, and the next round comes.
            Failed++;
        }
    }
}
