namespace LocalRuntime.DurableTask.Storage.AzureStorage;

/// <summary>
/// Ends the calls to a storage service that wait while it answers nobody. A call to a service that is slow but answers others waits its turn: to give it up and try again would only make the queue
/// longer, and a hub that has more to do than its storage can take would never be done. (The app, which knows nothing of this runtime, has the like for its own calls.)
/// </summary>
internal sealed class SilenceLimit : DelegatingHandler
{
    // Counted in beats, not read from a clock: a process that stood still itself has heard no silence.
    private const int BeatsOfSilence = 12;

    // Whoever tries while it lasts waits less long.
    private const int BeatsOfMoreSilence = 6;
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(250);

    private readonly Lock _lock = new();
    private readonly ITimer _beats;
    private CancellationTokenSource _silence = new();
    private int _waiting;
    private int _silentBeats;
    private bool _isSilent;

    public SilenceLimit(HttpMessageHandler service, TimeProvider time)
        : base(service)
    {
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
            Heard();
            return answer;
        }
        catch (OperationCanceledException e) when (silence.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException("The storage service has answered nobody for a while.", e);
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

    private void Heard()
    {
        lock (_lock)
        {
            _isSilent = false;
            CountAnew();
        }
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
