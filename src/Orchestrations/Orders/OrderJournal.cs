using Microsoft.DurableTask;
using Orders.Functions.Activities;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Orchestrations.Orders;

/// <summary>
/// The only writer of an order's state. Each part of the story changes what is its own here, and nobody sees a change of
/// status that the transition table does not know.
/// </summary>
internal sealed class OrderJournal : StepJournal
{
    private readonly Order _placed;
    private readonly List<LedgerEntry> _ledger = [];
    private OrderState _written;
    private bool _owesStep;

    public OrderJournal(TaskOrchestrationContext context)
        : base(context)
    {
        _placed = context.GetInput<Order>() ?? throw new InvalidOperationException("An order orchestration starts with its order.");
        State = _written = InitialState.Of(_placed);
    }

    /// <summary>As it will be written down with the next step.</summary>
    public OrderState State { get; private set; }

    /// <summary>The order as it stands: as placed, with the changes since.</summary>
    public Order Order => _placed.As(State.Terms);

    public string OrderId => _placed.OrderId;

    public string Currency => _placed.Total.Currency;

    public Money None => Money.Zero(Currency);

    /// <summary>The end of the order is written down.</summary>
    public bool HasEnded => _written.IsFinal;

    public void Becomes(OrderStatus status) => State = State with { Status = status };

    /// <summary>Changes a part of the state that belongs to the caller alone.</summary>
    public void Update(Func<OrderState, OrderState> change) => State = change(State);

    /// <summary>Something is waited for until then.</summary>
    public void Expect(OrderDeadline deadline, DateTimeOffset until) =>
        State = State with { Deadlines = State.Deadlines.With(deadline, until) };

    public void NoLongerExpect(params IReadOnlyList<OrderDeadline> deadlines) =>
        State = State with { Deadlines = deadlines.Aggregate(State.Deadlines, (open, deadline) => open.Without(deadline)) };

    /// <summary>Whoever waits for what became of their command hears that it was done.</summary>
    public void Accept(string eventId, Reasons? remark = null) =>
        State = State with { Commands = State.Commands.With(eventId, new CommandOutcome(true, remark)) };

    /// <summary>The same, of a command that has had its effect once this is written down.</summary>
    public void AcceptAndHandle(string eventId, Reasons? remark = null)
    {
        Accept(eventId, remark);
        Handled(eventId);
    }

    /// <summary>An entry of the books.</summary>
    public void Book(LedgerEntry entry) => _ledger.Add(entry);

    /// <summary>Whoever waits for what became of their command hears why it was not done.</summary>
    public Task RefuseAsync(string eventId, TimelineKind refused, Reasons reasons)
    {
        State = State with { Commands = State.Commands.With(eventId, new CommandOutcome(false, reasons)) };
        Tell(refused, Actor.System, Fact.Reason(reasons));
        Handled(eventId);
        return WriteAsync();
    }

    /// <summary>Writes down all that was said and changed since the last step.</summary>
    /// <exception cref="InvalidOperationException">The transition table does not know such a step.</exception>
    public async Task WriteAsync()
    {
        var step = NextStep();
        await RecordAsync(step);
        _written = step.State;
    }

    /// <summary>
    /// The same, and nothing hangs on its being written before the story goes on: it goes with the next activity that takes a step along
    /// (<see cref="CallAsync{TInput}"/>), or is written before anything is waited for.
    /// </summary>
    public void WriteInPassing() => _owesStep = true;

    /// <summary>Writes down what is owed; called before anything is waited for.</summary>
    public Task WriteOwedAsync() => _owesStep ? WriteAsync() : Task.CompletedTask;

    /// <summary>Runs an activity of <see cref="AfterStep{T}"/>, and has it write down first what is owed.</summary>
    public async Task<TResult> CallAsync<TInput, TResult>(string activity, TInput input)
    {
        var step = _owesStep ? NextStep() : null;
        TResult result;
        try
        {
            result = await Context.CallActivityAsync<TResult>(activity, new AfterStep<TInput>(input, step), Retries.Storage);
        }
        catch (TaskFailedException) when (step is not null)
        {
            // It may have failed before it came to that.
            await RecordAsync(step);
            _written = step.State;
            throw;
        }

        _written = step?.State ?? _written;
        return result;
    }

    /// <inheritdoc cref="CallAsync{TInput, TResult}(string, TInput)"/>
    public Task CallAsync<TInput>(string activity, TInput input) => CallAsync<TInput, object?>(activity, input);

    /// <summary>
    /// Runs an activity, and has it write down first what is owed, and then the step after it if all goes as hoped: one activity for three.
    /// </summary>
    /// <param name="say">What is true then.</param>
    /// <param name="with">
    /// The state as the activity wrote it down, with what came of it; null if it did not: then nothing was said.
    /// </param>
    public async Task<TResult> CallAsync<TInput, TResult>(
        string activity,
        TInput input,
        Action say,
        Func<OrderState, TResult, OrderState?> with
    )
    {
        var step = _owesStep ? NextStep() : null;
        _written = step?.State ?? _written;
        var goBack = Keep();
        say();
        var then = NextStep();
        OrderState? after = null;
        try
        {
            var call = new AfterStep<TInput>(input, step, then);
            var result = await Context.CallActivityAsync<TResult>(activity, call, Retries.Storage);
            after = with(then.State, result);
            return result;
        }
        catch (TaskFailedException) when (step is not null)
        {
            // It may have failed before it came to that.
            await RecordAsync(step);
            throw;
        }
        finally
        {
            if (after is null)
                goBack();
            else
                _written = State = after;
        }
    }

    /// <summary>Has an activity act and write the next step down with what came of it, or neither.</summary>
    /// <param name="say">What is true once it has acted.</param>
    /// <param name="act">Gets the step to write down.</param>
    /// <param name="with">The state with what came of it, as the activity writes it down.</param>
    public async Task WriteByAsync<T>(Action say, Func<Progress, Task<T>> act, Func<OrderState, T, OrderState> with)
    {
        var goBack = Keep();
        say();
        var step = NextStep();
        try
        {
            _written = State = with(step.State, await act(step));
        }
        catch
        {
            goBack();
            throw;
        }
    }

    /// <returns>Goes back to what was said and not written so far.</returns>
    private Action Keep()
    {
        var (state, said, owesStep) = (State, KeepSaid(), _owesStep);
        LedgerEntry[] ledger = [.. _ledger];
        return () =>
        {
            (State, _owesStep) = (state, owesStep);
            GoBackTo(said);
            _ledger.Clear();
            _ledger.AddRange(ledger);
        };
    }

    private Task RecordAsync(Progress step) => Context.CallActivityAsync(nameof(RecordProgress), step, Retries.Storage);

    private Progress NextStep()
    {
        if (!Transitions.Allows(_written.Status, State.Status))
        {
            throw new InvalidOperationException($"An order does not go from {_written.Status} to {State.Status}.");
        }

        State = State with { Sequence = State.Sequence + 1, Since = State.Status == _written.Status ? _written.Since : Now };
        Context.SetCustomStatus(OrderJson.Name(State.Status));
        var said = TakeSaid();
        var progress = new Progress(OrderId, State)
        {
            DecidedAt = Now,
            Timeline = said.Timeline,
            Mails = said.Mails,
            Ledger = [.. _ledger],
            Handled = said.Handled,
            EndedAlerts = said.EndedAlerts,
        };
        _ledger.Clear();
        _owesStep = false;
        return progress;
    }

    /// <summary>Raises an alert for operations, once for each key.</summary>
    public Task AlertAsync(string key, AlertKind kind, string text) => RaiseAlertAsync(new OpsAlertRequest(key, kind, OrderId, text));

    /// <summary>Nobody needs to look any more, once it is written down, after what was raised under keys that begin so.</summary>
    public void EndAlertsOf(string keys) => EndAlerts((alert, _) => alert.Key.StartsWith(keys, StringComparison.Ordinal));
}
