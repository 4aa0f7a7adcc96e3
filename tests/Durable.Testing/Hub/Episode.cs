using DurableTask.Core;
using DurableTask.Core.Command;
using Microsoft.DurableTask.Worker;

namespace Durable.Testing.Hub;

/// <summary>One episode of an orchestration: what has come for it, what it decides about that, and the commit of both.</summary>
internal sealed class Episode(HubProcess process, string instanceId, List<HubMessage> batch)
{
    private readonly List<Outgoing> _outgoing = [];

    private StoredInstance? _stored;

    public async Task RunAsync()
    {
        await process.CallAsync(new HubCall(HubVerb.Read, instanceId));
        _stored = process.Hub.Find(instanceId);
        var writes = _stored?.Writes ?? 0;
        var mail = new EpisodeMail(process, _stored);
        mail.Sort(batch);
        if (mail.Accepted.Count == 0)
            return;
        var session = mail.Open(process.TakeSession(_stored), process.Hub.NextDecision(instanceId, process.Now.UtcDateTime));
        if (
            !process.Replay.Runs(session.State.Version ?? "")
            && process.Options.Versioning!.FailureStrategy == DurableTaskWorkerOptions.VersionFailureStrategy.Reject
        )
        {
            mail.Accepted.ForEach(process.GiveBack);
            return;
        }

        // Continuing as new needs no message: the next execution begins in the same episode.
        while (new EpisodeActions(process, session.State, _outgoing).Take(Decide(session)) is { } next)
            session = new Session(next);
        await CommitAsync(session, mail, writes);
    }

    private OrchestratorExecutionResult Decide(Session session)
    {
        var state = session.State;
        if (process.Replay.Runs(state.Version ?? ""))
            return process.Replay.Play(session);
        var mismatch = new FailureDetails(
            "VersionMismatch",
            "Orchestration version did not comply with Worker Versioning",
            null,
            null,
            isNonRetriable: true
        );
        var end = new OrchestrationCompleteOrchestratorAction
        {
            Id = state.PastEvents.Count,
            FailureDetails = mismatch,
            OrchestrationStatus = OrchestrationStatus.Failed,
        };
        return new OrchestratorExecutionResult { Actions = [end] };
    }

    private async Task CommitAsync(Session session, EpisodeMail mail, int writes)
    {
        var state = session.State;
        if (process.Options.SplitCommits && _outgoing.Count > 0)
            await process.CallAsync(new HubCall(HubVerb.Send, instanceId, [.. _outgoing.Select(message => message.Event)]), SendAll);
        await process.CallAsync(
            new HubCall(HubVerb.Checkpoint, instanceId, [.. state.NewEvents]),
            fate =>
            {
                if (process.Hub.Find(instanceId) != _stored || (_stored?.Writes ?? 0) != writes)
                    throw new HubConflictException(instanceId);
                if (!process.Options.SplitCommits)
                    SendAll(fate);
                Write(session, mail);
                process.Hub.Decided(instanceId);
                mail.Accepted.ForEach(process.Delete);
            }
        );
    }

    private void SendAll(HubFate fate)
    {
        foreach (var message in _outgoing)
            process.Send(message, fate);
    }

    private void Write(Session session, EpisodeMail mail)
    {
        var state = session.State;
        var instance =
            _stored is null || mail.Replaces
                ? new StoredInstance(state.ExecutionStartedEvent!, (_stored?.Generation + 1) ?? 0, process.Now)
                : _stored;
        instance.Write(state, process.Now);
        process.Hub.Put(instance);
        if (instance.HasEnded)
            process.Hub.DeleteFor(instanceId, instance.ExecutionId);
        else
            process.KeepSession(session, instance);
    }
}
