using System.Net;
using Microsoft.Extensions.Time.Testing;
using Orders.Functions.Storage.Tables;

namespace Integration.Tests.Storage.Tables;

public sealed class StorageWatchTests : IDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(250);
    private static readonly Uri Row = new("http://127.0.0.1/table");

    private readonly FakeTimeProvider _time = new();
    private readonly StorageHealth _health = new();
    private readonly Service _service = new();
    private readonly HttpClient _client;

    public StorageWatchTests() => _client = new HttpClient(new StorageWatch(_service, _health, _time));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task Calls_end_when_the_service_answers_nobody()
    {
        var (one, other) = (_client.GetAsync(Row, Cancellation), _client.GetAsync(Row, Cancellation));

        Pass(beats: 11);
        Assert.False(one.IsCompleted);
        Pass(beats: 1);

        await Assert.ThrowsAsync<HttpRequestException>(() => one);
        await Assert.ThrowsAsync<HttpRequestException>(() => other);
        Assert.True(_health.IsAway);
    }

    [Fact]
    public async Task Call_waits_its_turn_while_the_service_answers_others()
    {
        var patient = _client.GetAsync(Row, Cancellation);
        for (var other = 0; other < 20; other++)
        {
            var call = _client.GetAsync(Row, Cancellation);
            Pass(beats: 8);
            _service.Answer(1);
            await call;
        }

        Assert.False(patient.IsCompleted);
        _service.Answer(0);
        Assert.Equal(HttpStatusCode.OK, (await patient).StatusCode);
        Assert.False(_health.IsAway);
    }

    [Fact]
    public async Task Silence_shortens_later_waits_until_the_next_answer()
    {
        var first = _client.GetAsync(Row, Cancellation);
        Pass(beats: 12);
        await Assert.ThrowsAsync<HttpRequestException>(() => first);

        var second = _client.GetAsync(Row, Cancellation);
        Pass(beats: 5);
        Assert.False(second.IsCompleted);
        Pass(beats: 1);
        await Assert.ThrowsAsync<HttpRequestException>(() => second);

        var third = _client.GetAsync(Row, Cancellation);
        _service.Answer(0);
        Assert.Equal(HttpStatusCode.OK, (await third).StatusCode);
        Assert.False(_health.IsAway);

        var fourth = _client.GetAsync(Row, Cancellation);
        Pass(beats: 11);
        Assert.False(fourth.IsCompleted);
    }

    [Fact]
    public async Task Caller_who_goes_away_says_nothing_about_the_service()
    {
        using var caller = new CancellationTokenSource();
        var call = _client.GetAsync(Row, caller.Token);
        await caller.CancelAsync();

        await Assert.ThrowsAsync<TaskCanceledException>(() => call);
        Assert.False(_health.IsAway);
    }

    private void Pass(int beats)
    {
        for (var beat = 0; beat < beats; beat++)
            _time.Advance(Beat);
    }

    /// <summary>Answers when it is told to.</summary>
    private sealed class Service : HttpMessageHandler
    {
        private readonly List<TaskCompletionSource<HttpResponseMessage>> _calls = [];

        /// <param name="call">By its place among those that wait.</param>
        public void Answer(int call)
        {
            var answered = _calls.Where(waiting => !waiting.Task.IsCompleted).ElementAt(call);
            answered.SetResult(new HttpResponseMessage(HttpStatusCode.OK));
        }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var call = new TaskCompletionSource<HttpResponseMessage>();
            cancellationToken.Register(() => call.TrySetCanceled(cancellationToken));
            _calls.Add(call);
            return call.Task;
        }
    }
}
