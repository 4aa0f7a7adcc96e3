using Microsoft.DurableTask;
using Orders.Functions.Activities;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Orchestrations;

/// <summary>
/// What an orchestration has to write down. A chapter says what happened, line by line, and writes it down as one step:
/// all of it or nothing. What was said and not written yet goes with the next step.
/// </summary>
internal abstract class StepJournal(TaskOrchestrationContext context)
{
    private readonly List<TimelineEntry> _timeline = [];
    private readonly List<OwedMail> _mails = [];
    private readonly HashSet<(MailKind Kind, string Reference)> _owed = [];
    private readonly List<string> _handled = [];
    private readonly List<(OpsAlertRequest Alert, DateTimeOffset At)> _alerts = [];
    private readonly List<string> _endedAlerts = [];

    public DateTimeOffset Now => new(Context.CurrentUtcDateTime, TimeSpan.Zero);

    protected TaskOrchestrationContext Context { get; } = context;

    /// <summary>A line of the timeline.</summary>
    public void Tell(TimelineKind kind, Actor actor, params IReadOnlyList<(string Name, string Value)> facts) =>
        TellAt(Now, kind, actor, facts);

    /// <summary>A line of the timeline, of another time than now.</summary>
    public void TellAt(DateTimeOffset at, TimelineKind kind, Actor actor, params IReadOnlyList<(string Name, string Value)> facts) =>
        _timeline.Add(new TimelineEntry(at, kind, actor, Fact.Named(facts)));

    /// <summary>
    /// A mail that the customer is owed. Kind and reference are its key, under which it is sent once: a second one that is owed under the
    /// same gets a number, so that it is not taken for the first.
    /// </summary>
    public void Mail(MailKind kind, string reference = "", params IReadOnlyList<(string Name, string Value)> facts)
    {
        var key = reference;
        for (var times = 2; !_owed.Add((kind, key)); times++)
        {
            key = MailKeys.Again(reference, times);
        }

        _mails.Add(new OwedMail(kind, key, Fact.Named(facts)));
    }

    /// <summary>An outside event has had its effect once this is written down.</summary>
    public void Handled(string eventId) => _handled.Add(eventId);

    /// <summary>Nobody needs to look after this any more, once it is written down; nothing if there was no such alert.</summary>
    public void EndAlert(string key) => EndAlerts((alert, _) => alert.Key == key);

    /// <summary>The same for each that says so, by what it was raised for and when.</summary>
    protected void EndAlerts(Func<OpsAlertRequest, DateTimeOffset, bool> isOver)
    {
        _endedAlerts.AddRange(_alerts.Where(raised => isOver(raised.Alert, raised.At)).Select(raised => raised.Alert.Key).Distinct());
        _alerts.RemoveAll(raised => _endedAlerts.Contains(raised.Alert.Key));
    }

    /// <summary>Raises an alert for operations, once for each key.</summary>
    protected Task RaiseAlertAsync(OpsAlertRequest alert)
    {
        _alerts.Add((alert, Now));
        return Context.CallActivityAsync(nameof(RaiseOpsAlert), alert, Retries.Storage);
    }

    /// <summary>What has been said since it was last taken.</summary>
    protected Said TakeSaid()
    {
        var said = PeekSaid();
        _timeline.Clear();
        _mails.Clear();
        _handled.Clear();
        _endedAlerts.Clear();
        return said;
    }

    /// <summary>The same, and keeps it.</summary>
    protected Said PeekSaid() => new([.. _timeline], [.. _mails], [.. _handled], [.. _endedAlerts]);

    /// <summary>All that was said and not written yet, for <see cref="GoBackTo"/>.</summary>
    protected Unwritten KeepSaid() => new(PeekSaid(), [.. _owed]);

    /// <summary>What was said since did not come to be; but alerts whose cause is gone stay so.</summary>
    protected void GoBackTo(Unwritten before)
    {
        string[] ended = [.. _endedAlerts];
        TakeSaid();
        _timeline.AddRange(before.Said.Timeline);
        _mails.AddRange(before.Said.Mails);
        _handled.AddRange(before.Said.Handled);
        _endedAlerts.AddRange(before.Said.EndedAlerts.Union(ended));
        _owed.Clear();
        _owed.UnionWith(before.Owed);
    }

    protected sealed record Said(
        IReadOnlyList<TimelineEntry> Timeline,
        IReadOnlyList<OwedMail> Mails,
        IReadOnlyList<string> Handled,
        IReadOnlyList<string> EndedAlerts
    );

    protected sealed record Unwritten(Said Said, IReadOnlyList<(MailKind Kind, string Reference)> Owed);
}
