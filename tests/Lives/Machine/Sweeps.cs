using Companies;
using Lives.Defects;
using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Background;

namespace Lives.Machine;

/// <summary>
/// The timer-triggered functions. They really run every twenty seconds and every minute; here so soon after something went wrong, then ever
/// more rarely, and again when nothing else happens any more: what they make up for, they make up for then.
/// </summary>
internal sealed class Sweeps(World world, Defect? defect)
{
    private const int RoundsAtRest = 4;

    /// <summary>So many rounds follow each other as they really do.</summary>
    private const int RoundsInTime = 9;

    /// <summary>Every third round is one of those functions, too, that run every minute.</summary>
    private const int RoundsInAMinute = 3;

    private static readonly TimeSpan _inTime = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan _longest = TimeSpan.FromHours(12);
    private static readonly TimeSpan _atRest = TimeSpan.FromMinutes(11);

    private DateTimeOffset? _due;
    private TimeSpan _pause = _inTime;
    private int _rounds;
    private int _roundsLeft = RoundsAtRest;

    public bool IsDue => _due <= world.Clock.Now;

    /// <summary>Rounds that broke off: something they needed did not answer.</summary>
    public int Failed { get; private set; }

    public void Disturbed()
    {
        (_rounds, _pause) = (0, _inTime);
        _due = world.Clock.Now + _inTime;
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
        _due = null;
        if (++_rounds >= RoundsInTime)
            _pause = _pause * 2 < _longest ? _pause * 2 : _longest;
        var timer = new TimerInfo();
        await TryAsync(nameof(MailSweep), () => app.Get<MailSweep>().RunAsync(timer, CancellationToken.None));
        await TryAsync(nameof(WebhookSweep), () => app.Get<WebhookSweep>().RunAsync(timer, CancellationToken.None));
        if (_rounds < RoundsInTime && _rounds % RoundsInAMinute != 0)
            return;
        await TryAsync(nameof(StockSweep), () => app.Get<StockSweep>().RunAsync(timer, app.Client, CancellationToken.None));
        await TryAsync(nameof(Watchdog), () => app.Get<Watchdog>().RunAsync(timer, app.Client, CancellationToken.None));
        await TryAsync(nameof(CaseFileSweep), () => app.Get<CaseFileSweep>().RunAsync(timer, CancellationToken.None));
    }

    /// <summary>A round that breaks off is logged by the host, and the next one comes.</summary>
    private async Task TryAsync(string function, Func<Task> sweep)
    {
        try
        {
            await (defect?.SweepAsync(function, sweep) ?? sweep());
        }
        catch (Exception e) when (e is not SimulationException)
        {
            Failed++;
        }
    }
}
