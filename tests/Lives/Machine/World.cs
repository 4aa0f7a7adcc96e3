using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Companies;
using Durable.Testing.Hub;
using Durable.Testing.Replay;
using DurableTask.Core.History;
using Lives.Defects;
using Lives.Scripts;
using Lives.Storage;
using Microsoft.Extensions.DependencyInjection;
using Orders.Functions.Commands;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Http.Pages;
using Orders.Functions.Integrations.Sandbox;
using Orders.Functions.Integrations.Webhooks;
using Orders.Functions.Storage.Messaging;
using Orders.Functions.Storage.Orders;
using Orders.Functions.Storage.Storefront;
using Orders.Functions.Storage.Tables;

namespace Lives.Machine;

/// <summary>
/// The shop's app and everybody around it, on one thread and one clock. The app's processes come and go; storage, companies, customers and
/// their memories stay. Everything that happens, and in which order, follows from the seed.
/// </summary>
internal sealed class World
{
    private static readonly TimeSpan _longestStall = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan _latestStart = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan _away = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan _earliest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _moment = TimeSpan.FromMilliseconds(50);
    private static readonly string[] _companies = [PaymentPort.Company, CarrierPort.Company, MailPort.Company];
    private const int MostMessagesAtOnce = 4;

    // A replay before each episode would take nine tenths of a run's time. At the end of a life all its histories are replayed.
    private const double ReplayedAtGrowth = 2;

    // A life takes thousands of turns; one that takes so many repeats itself for ever.
    private const int MostTurns = 500_000;
    private const int Circle = 12;

    private readonly Blueprint _blueprint;
    private readonly OneThread _thread = new();
    private readonly Random _order;
    private readonly Dictionary<int, FaultKind> _faults;
    private readonly Script _script;
    private readonly Defect? _defect;
    private readonly Hazards _hazards;
    private readonly List<Task> _running = [];
    private readonly HashSet<TaskCompletionSource<Answer?>> _unanswered = [];
    private readonly List<Task> _people = [];
    private readonly Sweeps _sweeps;
    private readonly List<(AppProcess App, DateTimeOffset WakesAt)> _stalled = [];
    private DateTimeOffset _hangsUntil;
    private DateTimeOffset _awayUntil;
    private int _processes;
    private int _turns;
    private HistoryGate? _replays;

    /// <summary>The calls of the last turns before the limit: what a life repeats that does not end.</summary>
    private readonly List<StorageCall> _latest = [];

    public World(Blueprint blueprint, Script script, Defect? defect = null)
    {
        (_blueprint, _script, _defect) = (blueprint, script, defect);
        _order = Chance("order");
        _hazards = new Hazards(Strike);
        _faults = [];
        foreach (var fault in script.Faults)
            _faults.TryAdd(fault.AtCall, fault.Kind);
        Clock = new WorldClock(script.Start);
        Triggers = new TriggeredQueues(Queues, blueprint.Queues, Clock, HandleMessageAsync);
        Payments = new PaymentCompany { Tell = told => Webhook.PostAsync(this, WebhookRoute.Payments, told.EventId, told) };
        Carrier = new CarrierCompany(() => Clock.Now) { Tell = told => Webhook.PostAsync(this, WebhookRoute.Carriers, told.EventId, told) };
        Mails = new MailCompany();
        _sweeps = new Sweeps(this, defect);
    }

    private int Seed => _script.Seed;

    public WorldClock Clock { get; }

    public TableData Tables { get; } = new();

    public QueueData Queues { get; } = new();

    /// <summary>The functions that queue messages wake.</summary>
    public TriggeredQueues Triggers { get; }

    public BlobData Blobs { get; } = new();

    public PaymentCompany Payments { get; }

    public CarrierCompany Carrier { get; }

    public MailCompany Mails { get; }

    public Warehouse Warehouse { get; } = new();

    /// <summary>Writes the orders' pages, as the app does.</summary>
    public PageRenderer Pages => _blueprint.Pages;

    /// <summary>What the companies sign with.</summary>
    public string Secret => _blueprint.Sandbox.Secret;

    /// <summary>The process that runs now; a new one starts as soon as one has died.</summary>
    public AppProcess App { get; private set; } = null!;

    /// <summary>Calls to storage and companies so far.</summary>
    public int Calls { get; private set; }

    public int Crashes { get; private set; }

    /// <summary>How often something went wrong so far.</summary>
    public int Troubles { get; private set; }

    /// <summary>What went wrong, and how often.</summary>
    public Dictionary<FaultKind, int> Faults { get; } = [];

    /// <summary>Steps, activities, messages and requests so far.</summary>
    public int Moves { get; private set; }

    /// <summary>Looks at the world after each move.</summary>
    public Action? Watch { get; set; }

    /// <summary>Hears of each event that is put before an orchestration.</summary>
    public Action<string, HistoryEvent>? Heard
    {
        get => Hub.Accepted;
        set => Hub.Accepted = value;
    }

    /// <summary>Says whether a call is one at which the script aims a fault.</summary>
    public Func<StorageCall, AimedHit?>? Aimed { get; set; }

    /// <summary>The orchestrations and their messages.</summary>
    public StoredHub Hub { get; } = new();

    /// <summary>A source of chance of one's own: what others draw does not change it.</summary>
    public Random Chance(string purpose)
    {
        var hash = 2166136261u;
        foreach (var letter in purpose)
            hash = (hash ^ letter) * 16777619u;
        return new Random((int)(hash ^ (uint)(Seed * 747796405)));
    }

    /// <summary>Lets everybody live until nothing happens any more, or the time is over.</summary>
    /// <param name="prepare">Fills the storage before anything can go wrong.</param>
    /// <param name="limit">How much time may pass.</param>
    public void Run(Func<World, Task> prepare, IEnumerable<Func<World, Task>> people, TimeSpan limit)
    {
        _thread.Play(() =>
        {
            Start(new ProcessGate(_ => null, () => { }, () => { }));
            Finish(prepare(this));
            Start();
            foreach (var person in people)
                Begin(person);
            Live(Clock.Start + limit);
        });
    }

    /// <summary>Asks the stores something when all is over; nothing goes wrong any more.</summary>
    public T Read<T>(Func<AppProcess, Task<T>> question)
    {
        var answer = default(T)!;
        _thread.Play(() =>
        {
            var asked = question(NewProcess(new ProcessGate(_ => null, () => { }, () => { })));
            Finish(asked);
            answer = asked.GetAwaiter().GetResult();
        });
        return answer;
    }

    /// <summary>Plays an orchestration's history from its beginning to code that remembers nothing.</summary>
    /// <returns>Where the code decides otherwise than it did, by so much as a character; null if it does not.</returns>
    public ReplayDifference? Replay(StoredInstance instance)
    {
        _replays ??= new HistoryGate(Blueprint.Functions, App.Services, OptionsOf(App.Gate));
        ReplayDifference? found = null;
        _thread.Play(() => found = _replays.Check(RecordedHistory.Of(instance), exact: true));
        return found;
    }

    /// <summary>Lets somebody act on their own from now on.</summary>
    public void Begin(Func<World, Task> person) => _people.Add(person(this));

    /// <summary>Sends the app a request.</summary>
    /// <returns>Null if its process died over it, so that nobody knows what became of it.</returns>
    public async Task<Answer?> AskAsync(Func<AppProcess, Task<Answer>> request)
    {
        var answered = new TaskCompletionSource<Answer?>();
        _unanswered.Add(answered);
        Moves++;
        Track(AnswerAsync());
        return await answered.Task;

        async Task AnswerAsync()
        {
            Answer? answer = null;
            try
            {
                answer = await request(App);
            }
            catch (Exception e) when (e is not SimulationException)
            {
                // As the host answers when a function throws.
                answer = new Answer(500, default) { Error = e };
            }

            if (_unanswered.Remove(answered))
                answered.SetResult(answer);
        }
    }

    /// <summary>The process dies, and what it had in memory is lost. A new one starts at once.</summary>
    public void Crash()
    {
        App.Die();
        Replace();
    }

    /// <summary>The process stands still and another takes over; later the first goes on for a moment, as it has not noticed.</summary>
    public void Stall()
    {
        App.StandStill();
        _stalled.Add((App, Clock.Now + (_longestStall * _order.NextDouble())));
        Replace();
    }

    private void Replace()
    {
        Crashes++;
        Triggers.Drop(App);
        _running.Clear();
        _sweeps.Disturbed();
        var unanswered = _unanswered.ToArray();
        _unanswered.Clear();
        Start();
        foreach (var caller in unanswered)
            caller.SetResult(null);
    }

    private void Live(DateTimeOffset end)
    {
        while (true)
        {
            Watch?.Invoke();
            Reap();
            if (_thread.Strayed is { } where)
                throw new SimulationException($"Something ran on another thread: {where}");
            while (App.Time.FireOne() || Clock.WakeOne())
            {
                // All that is due.
                TakeTurn();
            }

            WakeStalled();
            TakeTurn();
            if (MoveOnce())
                continue;
            if (Next() is not { } next)
                return;
            if (next > end)
                throw new SimulationException($"It does not end: something is still due at {next:u}, after the limit of {end:u}.");
            Clock.MoveTo(next);
        }
    }

    private void TakeTurn()
    {
        if (++_turns > MostTurns)
            throw new SimulationException(
                $"It does not come to rest: {_turns} turns by {Clock.Now:u}. The latest calls: {string.Join("; ", _latest)}."
            );
    }

    /// <summary>When something happens next; null when nothing will any more.</summary>
    private DateTimeOffset? Next()
    {
        DateTimeOffset? next = null;
        Consider(App.Next);
        Consider(Clock.Next);
        foreach (var stalled in _stalled)
            Consider(stalled.WakesAt);
        Consider(Triggers.Next);
        var quiet = next is null;
        Consider(_sweeps.Next(quiet));
        return next;

        void Consider(DateTimeOffset? due)
        {
            if (due is not null && (next is null || due < next))
                next = due;
        }
    }

    /// <summary>Lets processes go on that stood still; each call of theirs in turn, until they are dead.</summary>
    private void WakeStalled()
    {
        for (var i = _stalled.Count - 1; i >= 0; i--)
        {
            var (app, wakesAt) = _stalled[i];
            if (wakesAt > Clock.Now)
                continue;
            if (app.Gate.Held == 0)
            {
                _stalled.RemoveAt(i);
                app.Die();
            }
            else
            {
                app.Gate.Release(_order.Next(app.Gate.Held));
            }
        }
    }

    /// <summary>One of the things that can happen now does.</summary>
    private bool MoveOnce()
    {
        var work = App.Work;
        var held = App.Gate.Held;
        var sweep = _sweeps.IsDue ? 1 : 0;
        var messages = Triggers.Look(App);
        var choices = work + held + sweep + messages;
        if (choices == 0)
            return false;
        Moves++;
        var choice = choices == 1 ? 0 : _order.Next(choices);
        if (choice < work)
            Track(App.BeginWork(choice));
        else if ((choice -= work) < held)
            App.Gate.Release(choice);
        else if ((choice -= held) < messages)
            Track(Triggers.HandleAsync(App, choice));
        else
            Track(_sweeps.RunAsync(App));
        return true;
    }

    private Task HandleMessageAsync(AppProcess app, QueuedMessage message) =>
        _defect is { } defect
            ? defect.HandleAsync(app, message, () => QueueTriggers.RunAsync(app, message))
            : QueueTriggers.RunAsync(app, message);

    private void Track(Task task)
    {
        if (task.IsCompletedSuccessfully)
            return;
        _running.Add(task);
    }

    /// <summary>Looks after what has ended meanwhile: an error that nobody handles is the simulation's own.</summary>
    private void Reap()
    {
        for (var i = _running.Count - 1; i >= 0; i--)
        {
            if (!_running[i].IsCompleted)
                continue;
            _running[i].GetAwaiter().GetResult();
            _running.RemoveAt(i);
        }

        for (var i = _people.Count - 1; i >= 0; i--)
        {
            if (!_people[i].IsCompleted)
                continue;
            _people[i].GetAwaiter().GetResult();
            _people.RemoveAt(i);
        }
    }

    /// <summary>Runs the thread until a task has ended, with nothing else in between.</summary>
    private void Finish(Task task)
    {
        while (!task.IsCompleted && App.Time.Next is { } next)
        {
            Clock.MoveTo(next);
            App.Time.FireOne();
        }

        if (!task.IsCompleted)
            throw new SimulationException("Something waits for what is not simulated.");
        task.GetAwaiter().GetResult();
    }

    private void Start(ProcessGate? gate = null)
    {
        App = NewProcess(gate ?? new ProcessGate(Meet, Crash, Stall, () => Clock.SleepUntilAsync(_hangsUntil)));
        App.Get<Tray<MailMessage>>().Open();
        App.Get<Tray<OutsideEvent>>().Open();
    }

    private AppProcess NewProcess(ProcessGate gate)
    {
        var time = new ProcessTime(Clock);
        var services = _blueprint.NewServices();
        var line = new Wire(gate);
        services.AddSingleton<TimeProvider>(time);
        services.AddSingleton<System.Security.Cryptography.RandomNumberGenerator>(new SeededRandomness(Seed + (_processes * 7919)));
        services.AddSingleton(new OptimisticRetry(time, new Random(Seed + _processes++)));
        services.AddSingleton<TableServiceClient>(new SimulatedTables(Tables, gate));
        // No storefront listens in a life; a process looks for one once, and nothing goes wrong then.
        var open = new SimulatedTables(Tables, OpenGate.Instance);
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<EndpointStore>(provider, open));
        services.AddSingleton<QueueServiceClient>(new SimulatedQueues(Queues, gate, time));
        services.AddSingleton<BlobServiceClient>(new SimulatedBlobs(Blobs, gate));
        services.AddSingleton<IPaymentProvider>(new PaymentPort(Payments, line));
        services.AddSingleton<ICarrier>(new CarrierPort(Carrier, line)).AddSingleton(CarrierRouting.None).AddTransient<CarrierRegistry>();
        services.AddSingleton<IHttpClientFactory>(new MailPort(Mails, line, () => gate.StoodStill));
        services.AddSingleton<IWebhookAdapter>(new SandboxPaymentWebhook(_blueprint.Sandbox));
        services.AddSingleton<IWebhookAdapter>(new SandboxCarrierWebhook(_blueprint.Sandbox));
        _defect?.Spoil(services, this);
        return new AppProcess(services, Hub, OptionsOf(gate), gate, time);
    }

    private HubProcessOptions OptionsOf(ProcessGate gate) =>
        new()
        {
            Gate = new HubDoor(gate, _hazards),
            SplitCommits = true,
            ReplayedAtGrowth = ReplayedAtGrowth,
            MessagesPerEpisode = waiting => Math.Min(waiting, 1 + _order.Next(MostMessagesAtOnce)),
            TimerEarly = EarlyBy,
            DataConverter = Blueprint.Payloads,
            AroundOrchestrator = _defect is { } orchestrating ? orchestrating.Spoil : null,
            AroundActivity = _defect is { } acting ? acting.RunAsync : null,
        };

    /// <summary>How much too early a timer fires: the engine cuts off parts of a second. But setting a timer takes a moment, too.</summary>
    private TimeSpan EarlyBy(DateTimeOffset due)
    {
        var early =
            _hazards.Strikes(FaultKind.TimerEarly) ? _earliest
            : _script.Early ? _earliest * _order.NextDouble()
            : TimeSpan.Zero;
        var longest = due - Clock.Now - _moment;
        return early < longest ? early
            : longest > TimeSpan.Zero ? longest
            : TimeSpan.Zero;
    }

    private FaultKind? Meet(StorageCall call)
    {
        _thread.Check();
        var index = Calls++;
        if (_turns > MostTurns - Circle)
            _latest.Add(call);
        if (_faults.Count > 0 && _faults.TryGetValue(index, out var fault))
            return GoWrong(fault, isNews: true);
        if (Clock.Now < _awayUntil && !_companies.Contains(call.Store))
            return FaultKind.Unavailable;
        if (Aimed?.Invoke(call) is { } hit)
        {
            _hangsUntil = hit.Until;
            return GoWrong(hit.Kind, hit.IsFirst);
        }

        if (IsStart(call) && _hazards.Strikes(FaultKind.StartLate))
        {
            _hangsUntil = Clock.Now + (_latestStart * _order.NextDouble());
            return FaultKind.Hang;
        }

        return _script.Slow > 0 && _order.NextDouble() < _script.Slow ? FaultKind.Slow : null;
    }

    /// <summary>
    /// Whether an orchestration is there once this call is done: the first episode of one that another called is stored, or the row of one
    /// that a client started.
    /// </summary>
    private bool IsStart(StorageCall call) =>
        call.Store == HubDoor.Name
        && call.Verb is StorageVerb.Upsert or StorageVerb.Transaction
        && !(Hub.Instances.TryGetValue(call.Partition, out var instance) && instance.History.Count > 0);

    private FaultKind? GoWrong(FaultKind fault, bool isNews)
    {
        if (Hazards.Are(fault))
        {
            _hazards.Add(fault);
            return null;
        }

        Count(fault);
        if (isNews)
            _sweeps.Disturbed();
        if (fault != FaultKind.StorageAway)
            return fault;
        _awayUntil = Clock.Now + _away;
        return FaultKind.Unavailable;
    }

    private void Strike(FaultKind hazard)
    {
        Count(hazard);
        _sweeps.Disturbed();
    }

    private void Count(FaultKind fault)
    {
        Troubles++;
        Faults[fault] = Faults.GetValueOrDefault(fault) + 1;
    }
}
