namespace Doubles.Wire;

/// <summary>A company without idempotency keys: what failed leaves nothing behind but what was done.</summary>
public abstract class KeylessCompany : Company
{
    private protected sealed override Reply Play(Question asked, Fault fault)
    {
        if (fault == Fault.ErrorKept)
            return Reply.Text(500, "");
        var reply = Do(asked);
        return fault == Fault.DoneThenError ? Broken : reply;
    }

    /// <summary>Does what is asked.</summary>
    private protected abstract Reply Do(Question asked);

    /// <summary>What is answered when something broke after the work was done.</summary>
    private protected virtual Reply Broken => Reply.Text(500, "");
}
