namespace Microsoft.DurableTask;

/// <summary>One page of results.</summary>
public sealed class Page<T>
    where T : notnull
{
    public Page(IReadOnlyList<T> values, string? continuationToken = null)
    {
        ArgumentNullException.ThrowIfNull(values);
        Values = values;
        ContinuationToken = continuationToken;
    }

    public IReadOnlyList<T> Values { get; }

    /// <summary>What fetches the next page; null on the last one.</summary>
    public string? ContinuationToken { get; }
}

/// <summary>Results that are fetched a page at a time while they are enumerated.</summary>
public abstract class AsyncPageable<T> : IAsyncEnumerable<T>
    where T : notnull
{
    protected AsyncPageable()
    {
    }

    public abstract IAsyncEnumerable<Page<T>> AsPages(string? continuationToken = default, int? pageSizeHint = default);

    public async IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        await foreach (var page in AsPages().WithCancellation(cancellationToken))
        {
            foreach (var value in page.Values)
                yield return value;
        }
    }
}

/// <summary>Makes an <see cref="AsyncPageable{T}"/> of a function that fetches one page.</summary>
public static class Pageable
{
    public static AsyncPageable<T> Create<T>(Func<string?, CancellationToken, Task<Page<T>>> pageFunc)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(pageFunc);
        return Create<T>((continuation, _, cancellation) => pageFunc(continuation, cancellation));
    }

    public static AsyncPageable<T> Create<T>(Func<string?, int?, CancellationToken, Task<Page<T>>> pageFunc)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(pageFunc);
        return new FuncPageable<T>(pageFunc);
    }

    private sealed class FuncPageable<T>(Func<string?, int?, CancellationToken, Task<Page<T>>> pageFunc) : AsyncPageable<T>
        where T : notnull
    {
        public override IAsyncEnumerable<Page<T>> AsPages(string? continuationToken = default, int? pageSizeHint = default) =>
            Fetch(continuationToken, pageSizeHint);

        private async IAsyncEnumerable<Page<T>> Fetch(
            string? continuation,
            int? pageSizeHint,
            [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation = default)
        {
            do
            {
                var page = await pageFunc(continuation, pageSizeHint, cancellation);
                yield return page;
                continuation = page.ContinuationToken;
            }
            while (continuation is not null);
        }
    }
}
