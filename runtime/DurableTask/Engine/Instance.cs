using LocalRuntime.DurableTask.Core;
using LocalRuntime.DurableTask.Storage;

namespace LocalRuntime.DurableTask.Engine;

/// <summary>Something an instance has to take notice of.</summary>
/// <param name="Event">Null to only wake it up.</param>
/// <param name="ExecutionId">The execution that it is for; null for any.</param>
/// <param name="Inbox">Set when the message is stored.</param>
/// <param name="Fault">Set when the instance must fail at its next step.</param>
internal sealed record Mail(HistoryEvent? Event, string? ExecutionId = null, InboxMessage? Inbox = null, string? Fault = null);

/// <summary>The mailbox of one instance that has something to do, and what is remembered of it. Steps of one instance never overlap.</summary>
internal sealed class Instance(string id)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<Mail> _mail = [];
    private bool _scheduled;
    private bool _removed;
    private bool _stale;
    private InstanceState? _created;

    public string Id => id;

    /// <summary>Null: to be loaded. Touched by the running step only.</summary>
    public InstanceMemory? Memory { get; set; }

    /// <summary>Activities of the present execution that are queued, running, or done with a result that is not stored yet. Touched by the running step only.</summary>
    public HashSet<int> Dispatched { get; } = [];

    /// <summary>Steps that failed in a row, for whatever reason.</summary>
    public int Failures { get; set; }

    /// <summary>Those of them that the storage had no part in.</summary>
    public int OwnFailures { get; set; }

    /// <summary>True once it is known that its parent has called it; guarded by the mailbox.</summary>
    public bool IsCalled { get; private set; }

    /// <summary>Its place in the list of those without work; guarded by that list.</summary>
    public LinkedListNode<(Instance Instance, long Since)>? IdleNode { get; set; }

    /// <param name="reload">Whether what is remembered may be wrong.</param>
    /// <param name="created">The state of an instance that has just been created.</param>
    /// <param name="called">Whether it is known to have been called by its parent.</param>
    /// <param name="schedule">Whether the caller must put the instance into the queue.</param>
    /// <returns>False when the instance has been given up and a new one must take its place.</returns>
    public bool TryPost(Mail? mail, bool reload, InstanceState? created, bool called, out bool schedule)
    {
        lock (_gate)
        {
            schedule = !_removed && !_scheduled;
            if (_removed)
                return false;
            if (mail is not null)
                _mail.AddLast(mail);
            _stale |= reload;
            IsCalled |= called;
            _created = reload ? created : _created;
            _scheduled = true;
            return true;
        }
    }

    public List<Mail> TakeMail(int atMost)
    {
        lock (_gate)
        {
            if (_stale)
                Memory = _created is null ? null : new InstanceMemory(_created);
            (_stale, _created) = (false, null);
            var taken = new List<Mail>();
            while (taken.Count < atMost && _mail.First is { } first)
            {
                taken.Add(first.Value);
                _mail.RemoveFirst();
            }

            return taken;
        }
    }

    public void PutBack(IReadOnlyList<Mail> mail)
    {
        lock (_gate)
        {
            for (var i = mail.Count - 1; i >= 0; i--)
                _mail.AddFirst(mail[i]);
        }
    }

    /// <summary>The step is over.</summary>
    /// <param name="again">Whether to run again although there is no mail.</param>
    /// <param name="later">Whether somebody will wake the instance after a pause: mail that waits must not do so now.</param>
    /// <returns>Whether the instance goes straight back into the queue.</returns>
    public bool Rest(bool again, bool later)
    {
        lock (_gate)
        {
            _scheduled = !later && (again || _mail.Count > 0 || _stale);
            return _scheduled;
        }
    }

    /// <summary>Gives the instance up if it has nothing to do.</summary>
    public bool TryRemove()
    {
        lock (_gate)
        {
            if (_scheduled || _mail.Count > 0)
                return false;
            _removed = true;
            return true;
        }
    }
}
