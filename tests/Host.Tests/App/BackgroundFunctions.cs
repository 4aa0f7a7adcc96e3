using Microsoft.Azure.Functions.Worker;

namespace Host.Tests.App;

public sealed class BackgroundFunctions
{
    [Function("Message")]
    public async Task Message([QueueTrigger("%Messages%")] string text)
    {
        Notes.Add($"message {text}");
        if (text.StartsWith("bad", StringComparison.Ordinal))
            throw new InvalidOperationException("A bad message.");
        if (text.StartsWith("slow", StringComparison.Ordinal))
            await Notes.AllowedAsync(text);
        Notes.Add($"message {text} is done");
    }

    [Function("Poison")]
    public void Poison([QueueTrigger("%Messages%-poison")] string text) => Notes.Add($"poison {text}");

    [Function("Tick")]
    public void Tick([TimerTrigger("%Tick:Schedule%")] TimerInfo timer) => Notes.Add(timer.IsPastDue ? "tick past due" : "tick");
}
