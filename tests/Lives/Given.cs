using Lives.Machine;

namespace Lives;

/// <summary>What somebody asked of the shop, and what it answered.</summary>
/// <param name="Order">Whose place in the script; null: about none in particular.</param>
/// <param name="What">A verb: <c>cancel</c>, <c>claim</c>, <c>refund-decision</c>.</param>
/// <param name="Status">Of HTTP; null: the app died over it, so that nobody knows what became of it.</param>
/// <param name="Reason">The code with which it was refused.</param>
/// <param name="Id">Of what it was about, or of what came of it: a change, claim, return, request, refund.</param>
internal sealed record Given(DateTimeOffset At, int? Order, string What, int? Status, string? Reason, string? Id)
{
    public bool IsSuccess => Answer.IsYes(Status);
}
