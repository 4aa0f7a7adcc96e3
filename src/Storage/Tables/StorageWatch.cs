namespace Orders.Functions.Storage.Tables;

/// <summary>
/// Sees each try of each call to one service of the storage account, notes whether there was an answer, and ends the calls that wait while
/// the service answers nobody. A call to a service that is slow but answers others waits its turn: to give it up and try again would only
/// make the queue longer. A caller who went away says nothing about the service.
/// </summary>
internal sealed class StorageWatch : DelegatingHandler
{
    // Counted in beats, not read from a clock: a process that stood still itself has heard no silence.
    private const int BeatsOfSilence = 12;

    // Whoever tries while it lasts waits less long.
    private const int BeatsOfMoreSilence = 6;
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(250);

    private readonly StorageHealth _health;
    private readonly Lock _lock = new();
    private readonly ITimer _beats;
    private CancellationTokenSource _silence = new();
    private int _waiting;
    private int _silentBeats;
    private bool _isSilent;

    public StorageWatch(HttpMessageHandler service, StorageHealth health, TimeProvider time)
        : base(service)
    {
        _health = health;
        _beats = time.CreateTimer(_ => OnBeat(), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var silence = Enter();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, silence);
        try
        {
            var answer = await base.SendAsync(request, either.Token);
            await answer.Content.LoadIntoBufferAsync(either.Token);
            Note(answer);
            return answer;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            _health.Missed();
            if (silence.IsCancellationRequested)
                throw new HttpRequestException("The storage service has answered nobody for a while.", e);
            throw;
        }
        finally
        {
            Leave();
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _beats.Dispose();
            _silence.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Note(HttpResponseMessage answer)
    {
        lock (_lock)
        {
            _isSilent = false;
            CountAnew();
        }

        if (StorageFailure.IsOutage((int)answer.StatusCode))
            _health.Missed();
        else
            _health.Answered();
    }

    private CancellationToken Enter()
    {
        lock (_lock)
        {
            if (_waiting++ == 0)
            {
                CountAnew();
                _beats.Change(Beat, Beat);
            }

            return _silence.Token;
        }
    }

    private void Leave()
    {
        lock (_lock)
        {
            if (--_waiting == 0)
                _beats.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    private void CountAnew() => _silentBeats = _isSilent ? BeatsOfSilence - BeatsOfMoreSilence : 0;

    private void OnBeat()
    {
        CancellationTokenSource ended;
        lock (_lock)
        {
            if (_waiting == 0 || ++_silentBeats < BeatsOfSilence)
                return;
            _isSilent = true;
            CountAnew();
            (ended, _silence) = (_silence, new CancellationTokenSource());
        }

        using (ended)
            ended.Cancel();
    }
}
