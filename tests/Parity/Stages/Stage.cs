using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.DurableTask.Client;
using Parity.App.Client;

namespace Parity.Stages;

/// <summary>
/// One of the two engines with a scenario on it. What clients ask and hear, and how instances ended with which history, is told in lines,
/// which have to be the same on both.
/// </summary>
public abstract partial class Stage(string id)
{
    private const int LongestLine = 300;
    private readonly List<string> _told = [];

    /// <summary>The scenario's instance; what belongs to it (children) has ids that begin with it. No other scenario has it.</summary>
    public string Id { get; } = id;

    /// <summary>The id that stories give an only child.</summary>
    public string ChildId => Id + "-child";

    /// <summary>
    /// All that was told. GUIDs and moments are left out of it, long texts are told by length and hash, and JSON has no escaped characters.
    /// </summary>
    public IReadOnlyList<string> Told => _told;

    /// <summary>Asks something of the hub; a refusal is an answer.</summary>
    public async Task<ClientAnswer> AskAsync(ClientCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        var answer = await CallAsync(call);
        Note($"{call.Verb} {call.Name} {call.InstanceId}: {answer.Refusal ?? "done"} {answer.Value}");
        return answer;
    }

    /// <summary>
    /// Starts an orchestration, and waits until it has begun: the official engine may put a start off for two seconds, and loses events
    /// that come in between.
    /// </summary>
    /// <param name="id">The scenario's own if null.</param>
    public async Task StartAsync(string orchestration, object? input = null, string? id = null, string? version = null)
    {
        await AcceptedAsync(new ClientCall(Verb.Start, id ?? Id, orchestration, Payload(input), version));
        await UntilAsync(instance => instance.Status != OrchestrationRuntimeStatus.Pending, id);
    }

    /// <summary>Raises an event; it is accepted.</summary>
    /// <param name="id">The scenario's own if null.</param>
    public Task RaiseAsync(string name, object? payload, string? id = null) =>
        AcceptedAsync(new ClientCall(Verb.Raise, id ?? Id, name, Payload(payload)));

    /// <summary>Waits until an instance is as the scenario needs it.</summary>
    public async Task<Snapshot> UntilAsync(Func<Snapshot, bool> condition, string? id = null)
    {
        var sought = id ?? Id;
        Snapshot? seen = null;
        await WaitAsync(
            async () => (seen = await LookAsync(sought)) is not null && condition(seen),
            () => $"{sought} is {seen?.ToString() ?? "not there"}"
        );
        return seen!;
    }

    /// <summary>Waits until an instance shows a custom status.</summary>
    public Task<Snapshot> UntilShowsAsync(string customStatus, string? id = null) =>
        UntilAsync(instance => instance.CustomStatus == JsonSerializer.Serialize(customStatus, CallHub.Json), id);

    /// <summary>Waits until an instance's history is as the scenario needs it.</summary>
    public async Task UntilHistoryAsync(Func<IReadOnlyList<string>, bool> condition, string? id = null)
    {
        IReadOnlyList<string> lines = [];
        await WaitAsync(
            async () => condition(lines = await HistoryAsync(id)),
            () => $"{id ?? Id} has the history {string.Join("; ", lines)}"
        );
    }

    /// <summary>Waits until an instance is there.</summary>
    public Task UntilThereAsync(string id) => UntilAsync(_ => true, id);

    /// <summary>Waits until an instance has ended, and tells how, with its history.</summary>
    public async Task<Snapshot> EndAsync(string? id = null)
    {
        await UntilAsync(instance => instance.IsEnded, id);
        return await TellAsync(id);
    }

    /// <summary>Tells how an instance is now, with its history.</summary>
    public async Task<Snapshot> TellAsync(string? id = null)
    {
        var instance = await LookAsync(id ?? Id) ?? throw new InvalidOperationException($"There is no instance {id ?? Id}.");
        Note($"{id ?? Id} is {instance.Name} {instance.Status}");
        Note($"  input {instance.Input}");
        Note($"  output {instance.Output}");
        Note($"  custom status {instance.CustomStatus}");
        Note($"  failure {instance.Failure}");
        foreach (var line in await HistoryAsync(id))
            Note($"  {line}");
        return instance;
    }

    /// <summary>How an instance is now; null: there is none.</summary>
    public async Task<Snapshot?> LookAsync(string id)
    {
        var answer = await CallAsync(new ClientCall(Verb.Get, id));
        Assert.Null(answer.Refusal);
        return answer.Instance;
    }

    /// <summary>The events of an instance, in lines.</summary>
    public async Task<IReadOnlyList<string>> HistoryAsync(string? id = null)
    {
        var answer = await CallAsync(new ClientCall(Verb.History, id ?? Id));
        Assert.Null(answer.Refusal);
        return answer.Lines!;
    }

    /// <summary>As payloads travel to the client: JSON, or nothing for null.</summary>
    public static JsonElement? Payload(object? value) => value is null ? null : JsonSerializer.SerializeToElement(value, CallHub.Json);

    /// <summary>Has a client make a call.</summary>
    protected abstract Task<ClientAnswer> CallAsync(ClientCall call);

    /// <summary>Lets time pass until a condition holds.</summary>
    /// <param name="state">What is to be said if it never does.</param>
    protected abstract Task WaitAsync(Func<Task<bool>> condition, Func<string> state);

    private async Task AcceptedAsync(ClientCall call) => Assert.Null((await AskAsync(call)).Refusal);

    private void Note(string line)
    {
        var told = AnyMoment().Replace(AnyGuid().Replace(Escaped().Replace(line, Unescape), "<guid>"), "<moment>");
        told = StackOfFailure().Replace(KnownFunctions().Replace(told, "${what}…"), "${what}…");
        if (told.Length > LongestLine)
        {
            var hash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(told)));
            told = string.Create(CultureInfo.InvariantCulture, $"{told[..60]}… {told.Length} characters, {hash[..16]}");
        }

        _told.Add(told.TrimEnd());
    }

    /// <summary>JSON may write a character as it is or escaped: which, is the serializer's whim.</summary>
    private static string Unescape(Match escaped) =>
        escaped.Value == "\\\""
            ? "\""
            : ((char)int.Parse(escaped.ValueSpan[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString();

    [GeneratedRegex(@"\\u[0-9A-Fa-f]{4}|\\""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex Escaped();

    [GeneratedRegex("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}[.][0-9]{7}Z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex AnyMoment();

    /// <summary>The list of known functions is in no order.</summary>
    [GeneratedRegex(
        "(?<what>The following are the known [a-z]+ functions: ).*",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 5_000
    )]
    private static partial Regex KnownFunctions();

    /// <summary>How the host tells that its function failed: the message, then the whole exception with its stack.</summary>
    [GeneratedRegex(
        "(?<what>failed with an unhandled exception[.]\",\"details\":).*",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 5_000
    )]
    private static partial Regex StackOfFailure();

    [GeneratedRegex(
        "[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 5_000
    )]
    private static partial Regex AnyGuid();
}
