using System.Collections.Concurrent;
using Azure.Storage.Queues.Models;
using Microsoft.Azure.Functions.Worker;

namespace Runtime.Tests.Functions;

public sealed record Letter(string To, int Pages);

/// <summary>What queue functions did, and what they wait for.</summary>
public sealed class Postbox
{
    public ConcurrentQueue<string> Seen { get; } = new();

    public TaskCompletionSource Release { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ConcurrentDictionary<string, int> Attempts { get; } = new();
}

public sealed class LetterFunction(Postbox box)
{
    [Function("Letter")]
    public void Run([QueueTrigger("%Queue%")] Letter letter, long dequeueCount, string id, FunctionContext context) =>
        box.Seen.Enqueue($"{letter.To} {letter.Pages} {dequeueCount} {id.Length > 0} {context.FunctionDefinition.Name}");
}

public sealed class FailingFunction(Postbox box)
{
    [Function("Failing")]
    public void Run([QueueTrigger("%Queue%")] string message)
    {
        box.Attempts.AddOrUpdate(message, 1, (_, count) => count + 1);
        throw new InvalidOperationException("It cannot be done.");
    }
}

public sealed class SlowFunction(Postbox box)
{
    [Function("Slow")]
    public async Task RunAsync([QueueTrigger("%Queue%")] QueueMessage message, CancellationToken cancellation)
    {
        box.Attempts.AddOrUpdate(message.Body.ToString(), 1, (_, count) => count + 1);
        await box.Release.Task.WaitAsync(cancellation);
        box.Seen.Enqueue(message.Body.ToString());
    }
}
