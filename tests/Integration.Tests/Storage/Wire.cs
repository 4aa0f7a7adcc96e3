using System.Xml.Linq;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Integration.Tests.Storage;

/// <summary>
/// The line between one process and the storage: notes the queue messages that go over it, and is cut when the process 'dies'.
/// </summary>
internal sealed class Wire : HttpPipelinePolicy
{
    private readonly Lock _lock = new();
    private readonly List<string> _messages = [];
    private int _requests;

    /// <summary>The process dies at this request, counted from 1; 0: it lives.</summary>
    public int DiesAt { get; init; }

    /// <summary>Whether the request at which it dies still reaches the storage.</summary>
    public bool LastArrives { get; init; }

    /// <summary>The request, counted from 1, whose answer is lost: the SDK asks once more, and hears that answer. 0: none.</summary>
    public int AsksTwiceAt { get; init; }

    /// <summary>How many requests went over it.</summary>
    public int Requests => _requests;

    /// <summary>The texts of the queue messages sent.</summary>
    public IReadOnlyList<string> Messages
    {
        get
        {
            lock (_lock)
                return [.. _messages];
        }
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException("The stores are asynchronous.");

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        var number = Interlocked.Increment(ref _requests);
        if (DiesAt > 0 && (number > DiesAt || (number == DiesAt && !LastArrives)))
            throw new ProcessDiedException();
        await ProcessNextAsync(message, pipeline);
        if (number == AsksTwiceAt)
            await ProcessNextAsync(message, pipeline);
        if (number == DiesAt)
            throw new ProcessDiedException();
        await NoteAsync(message.Request);
    }

    private async Task NoteAsync(Request request)
    {
        if (
            request.Method != RequestMethod.Post
            || !request.Uri.Path.EndsWith("/messages", StringComparison.Ordinal)
            || request.Content is null
        )
            return;
        using var copy = new MemoryStream();
        await request.Content.WriteToAsync(copy, CancellationToken.None);
        copy.Position = 0;
        lock (_lock)
            _messages.Add(XDocument.Load(copy).Root!.Element("MessageText")!.Value);
    }
}

internal sealed class ProcessDiedException : Exception;
