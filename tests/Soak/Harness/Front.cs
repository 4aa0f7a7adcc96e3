namespace Soak.Harness;

/// <summary>A small load balancer: each call goes to the next of those that serve.</summary>
internal sealed class Front(Func<IReadOnlyList<App>> serving) : DelegatingHandler(new SocketsHttpHandler())
{
    private int _calls;

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var apps = serving();
        var app = apps[(Interlocked.Increment(ref _calls) & int.MaxValue) % apps.Count];
        request.RequestUri = new Uri(app.Url, request.RequestUri!.PathAndQuery);
        return base.SendAsync(request, cancellationToken);
    }
}
