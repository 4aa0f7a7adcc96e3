namespace Soak.Harness;

/// <summary>A small load balancer before two apps on one hub, of which one serves: it stays with the one that answered last, and after a failure tries the other the next time, if that runs.</summary>
internal sealed class Front(IReadOnlyList<App> apps) : DelegatingHandler(new SocketsHttpHandler())
{
    private int _current;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var tried = Volatile.Read(ref _current);
        request.RequestUri = new Uri(apps[tried].Url, request.RequestUri!.PathAndQuery);
        try
        {
            var answer = await base.SendAsync(request, cancellationToken);
            if (answer.StatusCode == System.Net.HttpStatusCode.ServiceUnavailable)
                GoOn(tried);
            return answer;
        }
        catch (Exception e) when (App.IsDown(e))
        {
            GoOn(tried);
            throw;
        }
    }

    private void GoOn(int from)
    {
        var next = (from + 1) % apps.Count;
        if (apps[next].IsRunning)
            Interlocked.CompareExchange(ref _current, next, from);
    }
}
