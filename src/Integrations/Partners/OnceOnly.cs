using System.Text.Json;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Partners;

namespace Orders.Functions.Integrations.Partners;

/// <summary>
/// Asks a company for something once, however often the step that asks is repeated. An answer is done, refused
/// (<c>…RefusedException</c>, final) or, with anything else that is thrown, unknown: then the next repetition looks at the company first,
/// and asks again under the same key only for what is not there. What is not there a quarter of an hour after it was asked for will not
/// come any more: it is asked for anew, since companies answer as they did before for as long as the key is the same.
/// </summary>
public sealed class OnceOnly(IPartnerLog log, TimeProvider time)
{
    /// <summary>A call lasts a minute at most (<see cref="PartnerHttp"/>).</summary>
    public static readonly TimeSpan UnknownFor = TimeSpan.FromMinutes(15);

    /// <param name="key">See <see cref="IPartnerLog.FindAsync"/>.</param>
    /// <param name="plan">What is to be asked for; a repetition asks for what was planned first.</param>
    /// <param name="find">Looks whether the company has done it; null if it has not.</param>
    /// <param name="ask">Asks the company, under <see cref="PartnerNote.IdempotencyKey"/>.</param>
    /// <param name="changes">What was done may change at the company later: it is looked up there each time, and not kept here.</param>
    public async Task<TAnswer> AskAsync<TAsked, TAnswer>(
        string orderId,
        string key,
        Func<Task<TAsked>> plan,
        Func<PartnerNote, Task<TAnswer?>> find,
        Func<PartnerNote, TAsked, Task<TAnswer>> ask,
        bool changes = false,
        CancellationToken cancellation = default
    )
        where TAnswer : class
    {
        var note = await log.FindAsync(orderId, key, cancellation);
        if (note is not null && AnswerIn<TAnswer>(note) is { } known)
            return known;

        var answer = note is null ? null : await find(note);
        if (answer is null)
        {
            if (note is null)
                note = await log.AddAsync(orderId, key, Json(await plan()), cancellation);
            else if (time.GetUtcNow() - note.At > UnknownFor)
                note = await log.RenewAsync(note, Json(await plan()), cancellation);
            answer = await ask(note, AskedIn<TAsked>(note));
        }

        if (!changes)
            await log.AnswerAsync(note!, Json(answer), cancellation);
        return answer;
    }

    /// <summary>Of what was answered under keys that begin so, the first that fits; null if none does.</summary>
    public async Task<TAnswer?> FindAnswerAsync<TAnswer>(
        string orderId,
        string prefix,
        Func<TAnswer, bool> fits,
        CancellationToken cancellation = default
    )
        where TAnswer : class =>
        (await log.ListAsync(orderId, prefix, cancellation)).Select(AnswerIn<TAnswer>).OfType<TAnswer>().FirstOrDefault(fits);

    /// <summary>What was asked.</summary>
    public static TAsked AskedIn<TAsked>(PartnerNote note) => JsonSerializer.Deserialize<TAsked>(note.Asked, OrderJson.Options)!;

    /// <summary>What was answered; null as long as that is not known.</summary>
    public static TAnswer? AnswerIn<TAnswer>(PartnerNote note)
        where TAnswer : class => note.Answer is { } answer ? JsonSerializer.Deserialize<TAnswer>(answer, OrderJson.Options) : null;

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, OrderJson.Options);
}
