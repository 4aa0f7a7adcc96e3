using Fuzz.Make;
using Fuzz.Wire;

namespace Fuzz.Judging;

/// <summary>Takes away from a failing request what it fails without.</summary>
internal sealed class Shrinker(Func<FuzzRequest, Task<bool>> fails)
{
    private const int MostTries = 150;

    private int _tries;

    public async Task<FuzzRequest> ShrinkAsync(FuzzRequest request)
    {
        var before = request;
        do
        {
            before = request;
            foreach (var smaller in Smaller(request))
            {
                if (_tries++ >= MostTries)
                    return request;
                if (await fails(smaller))
                {
                    request = smaller;
                    break;
                }
            }
        } while (before != request);
        return request;
    }

    private static IEnumerable<FuzzRequest> Smaller(FuzzRequest request)
    {
        if (request.Query.Count > 0)
            yield return request with
            {
                Query = [],
            };
        for (var i = 0; i < request.Query.Count && request.Query.Count > 1; i++)
            yield return request with
            {
                Query = [.. request.Query.Where((_, at) => at != i)],
            };
        for (var i = 0; i < request.Headers.Count; i++)
            yield return request with
            {
                Headers = [.. request.Headers.Where((_, at) => at != i)],
            };
        if (request.Framing != Framing.Whole)
            yield return request with
            {
                Framing = Framing.Whole,
            };
        if (request.Body is not { Length: > 0 } body)
            yield break;
        if (Json(body) is { } tree)
        {
            foreach (var smaller in Smaller(tree))
                yield return request with
                {
                    Body = System.Text.Encoding.UTF8.GetBytes(smaller),
                };
            yield break;
        }

        yield return request with
        {
            Body = [],
        };
        for (var part = body.Length / 2; part >= Math.Max(1, body.Length / 32); part /= 2)
        {
            for (var at = 0; at + part <= body.Length; at += part)
                yield return request with
                {
                    Body = [.. body[..at], .. body[(at + part)..]],
                };
        }
    }

    /// <summary>Without one member or entry, the whole ones first.</summary>
    private static IEnumerable<string> Smaller(Tree tree)
    {
        foreach (var node in tree.All().ToArray())
        {
            for (var i = 0; i < node.Items.Count; i++)
            {
                var taken = node.Items[i];
                node.Items.RemoveAt(i);
                yield return tree.ToString();
                node.Items.Insert(i, taken);
            }
        }
    }

    private static Tree? Json(byte[] body)
    {
        try
        {
            return Tree.Parse(System.Text.Encoding.UTF8.GetString(body));
        }
        catch (Exception e) when (e is System.Text.Json.JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
