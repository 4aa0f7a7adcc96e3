namespace Lives.Defects;

/// <summary>All defects that the simulation has to find.</summary>
internal static class KnownDefects
{
    /// <summary>New ones each time: some keep count.</summary>
    public static IReadOnlyList<Defect> All() =>
        [
            new RefundWithoutKey(),
            new RefundTooMuch(),
            new PendingCountsAsPaid(),
            new PaymentCountedPerDelivery(),
            new PaymentCountedPerEvent(),
            new LedgerEntryLeftOut(),
            new StockReleasedTwice(),
            new StockNeverReleased(),
            new ShippedStockStays(),
            new AnyTimeBelieved(),
            new WaybillNotVoided(),
            new BookingWithoutKey(),
            new MailSentTwice(),
            new MailErrorSwallowed(),
            new OutboxNotSwept(),
            new OldStateWritten(),
            new EventCountedPerTelling(),
            new RefusedEventForgotten(),
            new StockSetAsidePerRun(),
            new EarlyTimerBelieved(),
            new EndBookedPerTelling(),
            new OutageNotWaitedOut(),
        ];
}
