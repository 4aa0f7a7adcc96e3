using Orders.Functions.Domain.Status;

namespace Orders.Functions.Activities;

/// <summary>What an activity is to do once a step of its order is written down: one call for both.</summary>
/// <param name="Step">Null: there is nothing to write down.</param>
/// <param name="Then">The step after it, which the activity writes down too if all goes as hoped; null: another activity will.</param>
public sealed record AfterStep<T>(T Input, Progress? Step, Progress? Then = null);
