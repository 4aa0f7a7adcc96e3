using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Doubles.Storefront;

/// <summary>
/// A storefront's backend that hears webhooks by Standard Webhooks 1.0, and checks their signatures by its own code: three headers, five
/// minutes of tolerance, and a secret whose base64 is the key.
/// </summary>
public sealed class StorefrontDouble(TimeProvider time)
{
    private static readonly TimeSpan _tolerance = TimeSpan.FromMinutes(5);

    private readonly Lock _lock = new();
    private readonly List<Heard> _heard = [];
    private readonly Queue<StorefrontFault> _faults = [];
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _calls;

    /// <summary>What it knows of: any of them may have signed.</summary>
    public IReadOnlyList<string> Secrets { get; set; } = [];

    /// <summary>Where <see cref="StorefrontFault.Redirect"/> points to.</summary>
    public string RedirectTo { get; set; } = "";

    /// <summary>It answers so until something else is said.</summary>
    public StorefrontFault Always { get; set; }

    /// <summary>Happens while the next call is answered.</summary>
    public Func<Task>? Meanwhile { get; set; }

    /// <summary>All calls that came, whatever was answered.</summary>
    public int Calls => Volatile.Read(ref _calls);

    /// <summary>What was taken, in order, repeats included.</summary>
    public IReadOnlyList<Heard> Taken
    {
        get
        {
            lock (_lock)
                return [.. _heard];
        }
    }

    /// <summary>The next calls fail so, one after the other.</summary>
    public void Next(params IReadOnlyList<StorefrontFault> faults)
    {
        lock (_lock)
        {
            foreach (var fault in faults)
                _faults.Enqueue(fault);
        }
    }

    /// <summary>Waits until something that was taken is as it should be.</summary>
    public async Task<IReadOnlyList<Heard>> WaitForAsync(Func<IReadOnlyList<Heard>, bool> isThere, TimeSpan atMost)
    {
        using var end = new CancellationTokenSource(atMost);
        while (true)
        {
            Task more;
            lock (_lock)
                more = _more.Task;
            if (isThere(Taken))
                return Taken;
            await more.WaitAsync(end.Token);
        }
    }

    internal async Task AnswerAsync(HttpContext http)
    {
        Interlocked.Increment(ref _calls);
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        if (Meanwhile is { } meanwhile)
        {
            Meanwhile = null;
            await meanwhile();
        }

        StorefrontFault fault;
        lock (_lock)
            fault = _faults.TryDequeue(out var next) ? next : Always;
        switch (fault)
        {
            case StorefrontFault.Error:
                http.Response.StatusCode = 500;
                await http.Response.WriteAsync(new string('x', 5_000));
                return;
            case StorefrontFault.Gone:
                http.Response.StatusCode = 410;
                return;
            case StorefrontFault.TooMany:
                http.Response.StatusCode = 429;
                http.Response.Headers.RetryAfter = "600";
                return;
            case StorefrontFault.Redirect:
                http.Response.StatusCode = 307;
                http.Response.Headers.Location = RedirectTo;
                return;
            case StorefrontFault.Slow:
                await Task.Delay(Timeout.Infinite, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
                return;
            case StorefrontFault.Reset:
                http.Abort();
                return;
            default:
                await TakeAsync(http, body.ToArray());
                return;
        }
    }

    private Task TakeAsync(HttpContext http, byte[] body)
    {
        var headers = http.Request.Headers;
        var (id, seconds) = (headers["webhook-id"].ToString(), headers["webhook-timestamp"].ToString());
        var signers = SignersOf(id, seconds, headers["webhook-signature"].ToString(), body);
        if (signers.Count == 0)
        {
            http.Response.StatusCode = 401;
            return Task.CompletedTask;
        }

        using var document = JsonDocument.Parse(body);
        var root = document.RootElement;
        var data = root.GetProperty("data");
        var heard = new Heard(
            http.Request.Path,
            id,
            root.GetProperty("type").GetString()!,
            data.TryGetProperty("orderId", out var order) ? order.GetString() : null,
            data.TryGetProperty("sequence", out var sequence) ? sequence.GetInt32() : 0,
            signers,
            Encoding.UTF8.GetString(body)
        );
        TaskCompletionSource told;
        lock (_lock)
        {
            _heard.Add(heard);
            (told, _more) = (_more, new(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        told.SetResult();
        http.Response.StatusCode = 204;
        return Task.CompletedTask;
    }

    /// <returns>The places of the secrets whose signature is there; none if the time is too far from now.</returns>
    private List<int> SignersOf(string id, string seconds, string signatures, byte[] body)
    {
        if (
            !long.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var at)
            || (time.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(at)).Duration() > _tolerance
        )
            return [];
        byte[] signed = [.. Encoding.UTF8.GetBytes(id), (byte)'.', .. Encoding.UTF8.GetBytes(seconds), (byte)'.', .. body];
        var sent = signatures.Split(' ');
        List<int> signers = [];
        foreach (var (place, secret) in Secrets.Index())
        {
            using var hmac = new HMACSHA256(Convert.FromBase64String(secret["whsec_".Length..]));
            var expected = "v1," + Convert.ToBase64String(hmac.ComputeHash(signed));
            if (sent.Any(one => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(one), Encoding.UTF8.GetBytes(expected))))
                signers.Add(place);
        }

        return signers;
    }
}

/// <param name="SignedBy">The places of the secrets that signed it.</param>
/// <param name="Body">As it was posted.</param>
public sealed record Heard(string Path, string Id, string Type, string? OrderId, int Sequence, IReadOnlyList<int> SignedBy, string Body);

/// <summary>What goes wrong with a call; nothing is taken then.</summary>
public enum StorefrontFault
{
    None,

    /// <summary>500, with more text than anybody wants.</summary>
    Error,

    /// <summary>410.</summary>
    Gone,

    /// <summary>429 with Retry-After of ten minutes.</summary>
    TooMany,

    /// <summary>307 to <see cref="StorefrontDouble.RedirectTo"/>.</summary>
    Redirect,

    /// <summary>Never answered.</summary>
    Slow,

    /// <summary>The connection breaks when all was read.</summary>
    Reset,
}
