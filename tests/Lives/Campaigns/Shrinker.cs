using Lives.Scripts;

namespace Lives.Campaigns;

/// <summary>Makes a script that breaks a promise shorter, as long as it breaks the same one: what is left is what it takes.</summary>
internal sealed class Shrinker(Func<Script, string?> broken)
{
    /// <summary>Plays at most so many scripts.</summary>
    private const int MostTrials = 600;

    private int _trials;

    public Script Shrink(Script script)
    {
        if (broken(script) is not { } promise)
            return script;
        while (true)
        {
            var before = script;
            script = Fewer(script, promise, script.Faults, (whole, faults) => whole with { Faults = faults });
            script = Fewer(script, promise, script.Aimed ?? [], (whole, aimed) => whole with { Aimed = aimed });
            script = Fewer(script, promise, script.Deeds, (whole, deeds) => whole with { Deeds = deeds });
            script = WithoutOrders(script, promise);
            script = Calmer(script, promise);
            if (ReferenceEquals(script, before) || _trials >= MostTrials)
                return script;
        }
    }

    /// <summary>Leaves out ever smaller parts of a list.</summary>
    private Script Fewer<T>(Script script, string promise, IReadOnlyList<T> list, Func<Script, IReadOnlyList<T>, Script> with)
    {
        for (var size = Math.Max(1, list.Count / 2); size >= 1 && list.Count > 0; size /= 2)
        {
            for (var start = 0; start < list.Count; )
            {
                IReadOnlyList<T> shorter = [.. list.Take(start), .. list.Skip(start + size)];
                if (Still(with(script, shorter), promise))
                    (script, list) = (with(script, shorter), shorter);
                else
                    start += size;
            }
        }

        return script;
    }

    private Script WithoutOrders(Script script, string promise)
    {
        for (var order = script.Orders.Count - 1; order >= 0 && script.Orders.Count > 1; order--)
        {
            var gone = order;
            var shorter = script with
            {
                Orders = [.. script.Orders.Where((_, index) => index != gone)],
                Deeds =
                [
                    .. script
                        .Deeds.Where(deed => deed.Order != gone)
                        .Select(deed => deed.Order > gone ? deed with { Order = deed.Order - 1 } : deed),
                ],
            };
            if (Still(shorter, promise))
                script = shorter;
        }

        return script;
    }

    private Script Calmer(Script script, string promise)
    {
        foreach (var calmer in Candidates(script))
        {
            if (Still(calmer, promise))
                script = calmer;
        }

        return script;
    }

    private static IEnumerable<Script> Candidates(Script script)
    {
        if (script.Slow > 0)
            yield return script with
            {
                Slow = 0,
            };
        if (script.Stock.Count > 0)
            yield return script with
            {
                Stock = new Dictionary<string, int>(StringComparer.Ordinal),
            };
        for (var i = 0; i < script.Orders.Count; i++)
        {
            var (index, plan) = (i, script.Orders[i]);
            if (plan.Journey != Journey.Smooth)
                yield return script with
                {
                    Orders = [.. script.Orders.Select((other, at) => at == index ? plan with { Journey = Journey.Smooth } : other)],
                };
            if (plan.Lines.Count > 1)
                yield return script with
                {
                    Orders = [.. script.Orders.Select((other, at) => at == index ? plan with { Lines = [plan.Lines[0]] } : other)],
                };
        }
    }

    private bool Still(Script script, string promise) => _trials++ < MostTrials && broken(script) == promise;
}
