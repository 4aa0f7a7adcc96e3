using System.Diagnostics;
using System.Net.Sockets;

namespace Fuzz.Wire;

/// <summary>Sends bytes to the app, one connection a request, and reads what comes back.</summary>
internal static class Connection
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(45);

    public static async Task<FuzzAnswer> SendAsync(Uri app, byte[] bytes, bool endsEarly = false)
    {
        var begun = Stopwatch.GetTimestamp();
        using var limit = new CancellationTokenSource(Limit);
        using var client = new TcpClient { NoDelay = true };
        using var answer = new MemoryStream();
        try
        {
            await client.ConnectAsync(app.Host, app.Port, limit.Token);
            var stream = client.GetStream();
            var sending = SendAsync(stream, bytes, endsEarly ? client : null, limit.Token);
            await stream.CopyToAsync(answer, limit.Token);
            await sending;
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            // The server closed first: what it said counts, if it said something.
        }
        catch (OperationCanceledException)
        {
            return FuzzAnswer.Read(answer.ToArray(), Stopwatch.GetElapsedTime(begun), hung: true);
        }

        return FuzzAnswer.Read(answer.ToArray(), Stopwatch.GetElapsedTime(begun), hung: false);
    }

    private static async Task SendAsync(NetworkStream stream, byte[] bytes, TcpClient? ended, CancellationToken cancellation)
    {
        try
        {
            await stream.WriteAsync(bytes, cancellation);
            ended?.Client.Shutdown(SocketShutdown.Send);
        }
        catch (IOException)
        {
            // It was answered before all of it was read.
        }
    }
}
