using System.Text.Json;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Partners;

namespace Orders.Functions.Integrations.Partners;

/// <summary>
/// Asks a company for something once, however often the step that asks is repeated. An answer is done, refused
/// (<c>…RefusedException</c>, final) or, with anything else that is thrown, unknown: then the next repetition looks at the company first,
/// and asks again under the same key only for what is not there.
/// </summary>
public sealed class OnceOnly(IPartnerLog log)
{
    /// <param name="key">See <see cref="IPartnerLog.AddAsync"/>.</param>
    /// <param name="asked">What is asked for; a repetition is given it as it was the first time.</param>
    /// <param name="find">Looks whether the company has done it; null if it has not.</param>
    /// <param name="ask">Asks the company, under a key that follows from the note.</param>
    /// <param name="changes">What was done may change at the company later: it is looked up there each time, and not kept here.</param>
    public async Task<TAnswer> AskAsync<TAsked, TAnswer>(
        string orderId,
        string key,
        TAsked asked,
        Func<PartnerNote, TAsked, Task<TAnswer?>> find,
        Func<PartnerNote, TAsked, Task<TAnswer>> ask,
        bool changes = false,
        CancellationToken cancellation = default
    )
        where TAnswer : class
    {
        var note = await log.AddAsync(orderId, key, JsonSerializer.Serialize(asked, OrderJson.Options), cancellation);
        if (AnswerIn<TAnswer>(note) is { } known)
            return known;

        var first = AskedIn<TAsked>(note);
        var answer = note.IsNew ? null : await find(note, first);
        answer ??= await ask(note, first);
        if (!changes)
            await log.AnswerAsync(note, JsonSerializer.Serialize(answer, OrderJson.Options), cancellation);
        return answer;
    }

    /// <summary>What was asked.</summary>
    public static TAsked AskedIn<TAsked>(PartnerNote note) => JsonSerializer.Deserialize<TAsked>(note.Asked, OrderJson.Options)!;

    /// <summary>What was answered; null as long as that is not known.</summary>
    public static TAnswer? AnswerIn<TAnswer>(PartnerNote note)
        where TAnswer : class => note.Answer is { } answer ? JsonSerializer.Deserialize<TAnswer>(answer, OrderJson.Options) : null;
}
