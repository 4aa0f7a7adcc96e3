using System.Text.Json;
using Azure.Data.Tables;
using Lives.Storage;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Storage.Messaging;
using Orders.Functions.Storage.Orders;
using Orders.Functions.Storage.Tables;

namespace Lives.Oracle;

/// <summary>
/// A mail or webhook that a process was sending when it was killed goes on within a minute, though its message stays hidden for ten. Unless
/// something else goes wrong in that minute.
/// </summary>
internal sealed class KilledHandsGoOn : Invariant
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(1);

    private readonly List<Hand> _killed = [];

    protected override void Begin()
    {
        Life.World.Triggers.Lost = Lost;
        Life.World.Triggers.Taken = Taken;
    }

    public override void OnMove()
    {
        for (var i = _killed.Count - 1; i >= 0; i--)
        {
            var hand = _killed[i];
            if (Life.World.Troubles != hand.Troubles)
            {
                _killed.RemoveAt(i);
            }
            else if (Life.World.Clock.Now > hand.At + _patience)
            {
                _killed.RemoveAt(i);
                Expect(
                    DueOf(hand) is not { } due || due > hand.At,
                    null,
                    $"{hand.Key} was lost by a process that was killed at {hand.At:u}, and not taken up by {Life.World.Clock.Now:u}"
                );
            }
        }
    }

    private void Lost(QueuedMessage message)
    {
        if (KeyOf(message) is { } key)
            _killed.Add(new Hand(message.Queue, key, Life.World.Clock.Now, Life.World.Troubles));
    }

    private void Taken(QueuedMessage message)
    {
        if (_killed.Count > 0 && KeyOf(message) is { } key)
            _killed.RemoveAll(hand => hand.Queue == message.Queue && hand.Key == key);
    }

    private static string? KeyOf(QueuedMessage message) =>
        message.Queue switch
        {
            MailOutbox.Queue => KeyOf(Read<MailMessage>(message)),
            WebhookInbox.Queue => Read<WebhookMessage>(message) is var webhook ? $"{webhook.Source}/{webhook.EventId}" : null,
            _ => null,
        };

    private static string KeyOf(MailMessage mail) => $"{mail.OrderId}/{OrderJson.Name(mail.Kind)}/{mail.Reference}";

    private static T Read<T>(QueuedMessage message) => JsonSerializer.Deserialize<T>(message.Body, OrderJson.Options)!;

    /// <summary>When its row says that it is looked at next; null if it has come to its end.</summary>
    private DateTimeOffset? DueOf(Hand hand) =>
        hand.Queue == MailOutbox.Queue
            ? Life
                .World.Tables.Rows(StorageSchema.Outbox)
                .FirstOrDefault(row => KeyOf(row.Read<MailMessage>()) == hand.Key)
                ?.GetDateTimeOffset("DueAt")
            : Life
                .World.Tables.Rows(StorageSchema.Inbox)
                .FirstOrDefault(row => IsPending(row) && hand.Key.EndsWith($"/{row.GetString("EventId")}", StringComparison.Ordinal))
                ?.GetDateTimeOffset("NextAt");

    private static bool IsPending(TableEntity row) => row.RowKey.StartsWith("pending:", StringComparison.Ordinal);

    /// <param name="At">When the process died.</param>
    /// <param name="Troubles">What had gone wrong until then.</param>
    private sealed record Hand(string Queue, string Key, DateTimeOffset At, int Troubles);
}
