using System.Collections.Concurrent;
using System.Globalization;
using Fuzz.App;
using Fuzz.Judging;
using Fuzz.Make;
using Fuzz.Wire;
using Orders.Testing;

namespace Fuzz;

/// <summary>
/// Sends the requests of a seed, a few at once, and judges the answers. The first of each kind of fault is shrunk and told as a command.
/// </summary>
internal sealed class FuzzRun(FuzzedShop shop, Contract contract, Report report, TextWriter output)
{
    private const int AtOnce = 4;

    // The orders change under what is asked of them: from time to time there are new ones.
    private const int PerCast = 600;

    private readonly Judge _judge = new(contract);
    private readonly ConcurrentDictionary<string, byte> _told = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<(string TraceId, FuzzRequest Request, FuzzAnswer Answer)> _refused = new();

    public async Task RunAsync(int seed, int from, int requests)
    {
        var generator = new Generator(contract, seed);
        for (var begun = from; begun < from + requests; begun += PerCast)
        {
            var cast = await Cast.MakeAsync(shop);
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"from request {begun} of seed {seed}"));
            await Parallel.ForEachAsync(
                Enumerable.Range(begun, Math.Min(PerCast, from + requests - begun)),
                new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
                async (number, _) => await OneAsync(seed, number, generator.Make(number, cast))
            );
        }
    }

    /// <summary>Writes that came after their request was refused.</summary>
    public void LookBack()
    {
        foreach (var (traceId, request, answer) in _refused)
        {
            foreach (var write in Judge.Undocumented(_judge.Find(request), answer.Status, shop.Writes.Of(traceId)))
                report.Add(request, answer, 1, [$"late: refused with {answer.Status}, and later {write}"]);
        }
    }

    private async Task OneAsync(int seed, int number, FuzzRequest request)
    {
        var (answer, faults, writes) = await JudgedAsync(request);
        report.Add(request, answer, writes, faults);
        foreach (var fault in faults)
        {
            if (_told.TryAdd($"{request.Operation} {fault}", 0))
                await TellAsync(seed, number, request, fault);
        }
    }

    private async Task<(FuzzAnswer Answer, IReadOnlyList<string> Faults, int Writes)> JudgedAsync(FuzzRequest request)
    {
        var (answer, traceId) = await shop.SendAsync(request);
        var writes = shop.Writes.Of(traceId);
        if (answer.Status >= 400 && writes.Count == 0)
            _refused.Enqueue((traceId, request, answer));
        var undocumented = answer.Status >= 400 ? Judge.Undocumented(_judge.Find(request), answer.Status, writes).Count() : 0;
        return (answer, _judge.Faults(request, answer, writes), undocumented);
    }

    private async Task TellAsync(int seed, int number, FuzzRequest request, string fault)
    {
        var kind = fault.Split(':')[0];
        var small = kind is "hang"
            ? request
            : await new Shrinker(async smaller => (await JudgedAsync(smaller)).Faults.Any(other => other == fault)).ShrinkAsync(request);
        var (answer, _, _) = await JudgedAsync(small);
        var text = answer.Text.Length > 600 ? answer.Text[..600] : answer.Text;
        await output.WriteLineAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"""

                {fault}
                  request {number} of seed {seed}, {request.Operation}: {string.Join("; ", request.Mutations)}
                  {small.ToCurl(shop.Url, shop.Late(small))}
                  {answer.Status} {answer.ContentType} {text}
                """
            )
        );
    }
}
