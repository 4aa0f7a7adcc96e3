using Azure;

namespace Lives.Storage;

/// <summary>What a listing answers, page by page, each its own call.</summary>
/// <param name="read">
/// Answers a page: the continuation it starts from (null: the beginning) and how many items it may have (null: as many as it likes).
/// </param>
internal sealed class SimulatedPages<T>(Func<string?, int?, CancellationToken, Task<Page<T>>> read, CancellationToken cancellation)
    : AsyncPageable<T>(cancellation)
    where T : notnull
{
    public override async IAsyncEnumerable<Page<T>> AsPages(string? continuationToken = null, int? pageSizeHint = null)
    {
        do
        {
            var page = await read(continuationToken, pageSizeHint, CancellationToken);
            yield return page;
            continuationToken = page.ContinuationToken;
        } while (continuationToken is not null);
    }

    // The base goes over the pages of AsPages; this does the same with one state machine less.
    public override async IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        string? continuation = null;
        do
        {
            var page = await read(continuation, null, cancellationToken.CanBeCanceled ? cancellationToken : CancellationToken);
            foreach (var item in page.Values)
                yield return item;
            continuation = page.ContinuationToken;
        } while (continuation is not null);
    }
}
