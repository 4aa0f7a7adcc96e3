using System.Collections.Concurrent;
using System.Threading.Channels;
using Grpc.Core;
using LocalHost.Worker.Protocol;

namespace LocalHost.Worker;

/// <summary>The conversation with one worker process: what it is asked, what it answers, what it logs.</summary>
internal sealed class WorkerConnection(string workerId, Action<RpcLog> log)
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<string, TaskCompletionSource<StreamingMessage>> _questions = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TaskCompletionSource<InvocationResponse>> _invocations = new(StringComparer.Ordinal);
    private readonly Channel<StreamingMessage> _outgoing = Channel.CreateUnbounded<StreamingMessage>(
        new UnboundedChannelOptions { SingleReader = true }
    );
    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile WorkerProcessExitException? _gone;

    public string WorkerId { get; } = workerId;

    /// <summary>Completes when the worker has called.</summary>
    public Task Connected => _connected.Task;

    /// <summary>Carries messages both ways until one side ends.</summary>
    public async Task RunAsync(
        IAsyncStreamReader<StreamingMessage> incoming,
        IServerStreamWriter<StreamingMessage> outgoing,
        CancellationToken ended
    )
    {
        var sending = SendAllAsync(outgoing, ended);
        _connected.TrySetResult();
        try
        {
            while (await incoming.MoveNext(ended))
                Receive(incoming.Current);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // The process is gone, or the host ends; whoever watches the process tells those who wait.
        }

        _outgoing.Writer.TryComplete();
        await sending;
    }

    /// <summary>Sends a question and waits for its answer.</summary>
    /// <exception cref="WorkerProcessExitException">The worker ended meanwhile.</exception>
    /// <exception cref="TimeoutException">It did not answer.</exception>
    public async Task<StreamingMessage> AskAsync(StreamingMessage question, CancellationToken cancellation)
    {
        question.RequestId = Guid.NewGuid().ToString();
        var answer = AnswerAsync(_questions, question.RequestId);
        Send(question);
        return await answer.WaitAsync(AnswerLimit, cancellation);
    }

    /// <summary>Runs a function and waits for its end. Cancelling asks the function to end; it may still end well.</summary>
    /// <exception cref="WorkerProcessExitException">The worker ended meanwhile.</exception>
    /// <exception cref="WorkerFunctionException">The function failed.</exception>
    public async Task<object?> InvokeAsync(InvocationRequest request, CancellationToken cancellation)
    {
        var end = AnswerAsync(_invocations, request.InvocationId);
        Send(new() { InvocationRequest = request });
        await using var cancelling = cancellation.UnsafeRegister(
            _ => _outgoing.Writer.TryWrite(new() { InvocationCancel = new() { InvocationId = request.InvocationId } }),
            null
        );
        var response = await end;
        return response.Result.Status == StatusResult.Types.Status.Success
            ? RpcData.Read(response.ReturnValue)
            : throw new WorkerFunctionException(response.Result);
    }

    /// <summary>Asks the worker to end; nothing happens if it has.</summary>
    public void Terminate(TimeSpan limit) =>
        _outgoing.Writer.TryWrite(
            new() { WorkerTerminate = new() { GracePeriod = Google.Protobuf.WellKnownTypes.Duration.FromTimeSpan(limit) } }
        );

    private void Send(StreamingMessage message)
    {
        if (_gone is { } gone)
            throw new WorkerProcessExitException(gone.Message);
        _outgoing.Writer.TryWrite(message);
    }

    /// <summary>The worker ended: everyone who waits for it is told.</summary>
    public void End(string why)
    {
        _gone = new(why);
        _outgoing.Writer.TryComplete();
        _connected.TrySetException(_gone);
        _ = _connected.Task.Exception;
        Fail(_questions);
        Fail(_invocations);
    }

    private Task<T> AnswerAsync<T>(ConcurrentDictionary<string, TaskCompletionSource<T>> waiting, string id)
    {
        var source = waiting[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);

        // Put down before or after the end, never unheard.
        if (_gone is not null)
            Fail(waiting);
        return source.Task;
    }

    private void Fail<T>(ConcurrentDictionary<string, TaskCompletionSource<T>> waiting)
    {
        foreach (var id in waiting.Keys)
        {
            if (waiting.TryRemove(id, out var source))
                source.TrySetException(new WorkerProcessExitException(_gone!.Message));
        }
    }

    private async Task SendAllAsync(IServerStreamWriter<StreamingMessage> outgoing, CancellationToken ended)
    {
        try
        {
            await foreach (var message in _outgoing.Reader.ReadAllAsync(ended))
                await outgoing.WriteAsync(message, ended);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or InvalidOperationException)
        {
            // As above: the stream ended under us.
        }
    }

    private void Receive(StreamingMessage message)
    {
        switch (message.ContentCase)
        {
            case StreamingMessage.ContentOneofCase.InvocationResponse:
                if (_invocations.TryRemove(message.InvocationResponse.InvocationId, out var invocation))
                    invocation.TrySetResult(message.InvocationResponse);
                break;
            case StreamingMessage.ContentOneofCase.RpcLog:
                log(message.RpcLog);
                break;
            default:
                if (_questions.TryRemove(message.RequestId, out var question))
                    question.TrySetResult(message);
                break;
        }
    }
}
