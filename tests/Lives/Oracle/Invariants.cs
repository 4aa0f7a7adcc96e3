namespace Lives.Oracle;

/// <summary>All that is promised.</summary>
internal static class Invariants
{
    /// <summary>Fresh ones, for one life.</summary>
    public static IReadOnlyList<Invariant> All() =>
        [
            new EveryOrderEnds(),
            new MoneyAddsUp(),
            new EveryPaymentOnce(),
            new LedgerIsTrue(),
            new NothingTwice(),
            new StockAddsUp(),
            new ShippedOnlyWhenPaid(),
            new EveryMailOnce(),
            new KilledHandsGoOn(),
            new ViewAgrees(),
            new EveryEventAnswered(),
            new EveryCommandCounts(),
            new ShownAsDecided(),
            new EveryYesHolds(),
            new DeadlinesHold(),
            new WindowsFromArrival(),
            new AnswersInTime(),
            new OneUnitOneCase(),
            new FiguresAddUp(),
            new PartIsNotAll(),
            new InspectedOnce(),
            new HistoryReplays(),
            new NothingPoisoned(),
            new AlertsMeanSomething(),
        ];
}
