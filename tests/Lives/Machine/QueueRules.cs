using System.Text.Json;

namespace Lives.Machine;

/// <summary>
/// How the host's queue triggers treat their messages: as host.json says, and as the Storage extension does where there is no setting.
/// </summary>
/// <param name="PauseAfterFailure">How long a message is hidden on which its function failed.</param>
/// <param name="MostDequeues">A message that was taken so often in vain goes to the poison queue.</param>
internal sealed record QueueRules(TimeSpan PauseAfterFailure, int MostDequeues)
{
    /// <summary>
    /// A message that a function works on is hidden for so long, and for longer while its process lives: what a killed process worked on is
    /// seen again only then.
    /// </summary>
    public static readonly TimeSpan InHand = TimeSpan.FromMinutes(10);

    private const int UsualDequeues = 5;

    public static QueueRules Read()
    {
        using var host = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "host.json")));
        var queues = host.RootElement.GetProperty("extensions").GetProperty("queues");
        return new QueueRules(
            queues.TryGetProperty("visibilityTimeout", out var pause)
                ? TimeSpan.Parse(pause.GetString()!, System.Globalization.CultureInfo.InvariantCulture)
                : TimeSpan.Zero,
            queues.TryGetProperty("maxDequeueCount", out var most) ? most.GetInt32() : UsualDequeues
        );
    }
}
