using Lives.Scripts;

namespace Lives.People;

/// <summary>What each kind of deed is. An attempt: where it makes no sense nothing is done, and what is refused is refused.</summary>
internal static class Deeds
{
    public static Task DoAsync(Life life, PlacedOrder order, Deed deed)
    {
        var random = new Random(deed.Variant);
        return deed.Kind switch
        {
            DeedKind.Pay => Paying.PayAsync(life, order),
            DeedKind.PayBlindly => Paying.PayBlindlyAsync(life, order),
            DeedKind.PayTwice => Paying.PayTwiceAsync(life, order),
            DeedKind.PayTooLittle => Paying.PayTooLittleAsync(life, order, random),
            DeedKind.PayTooMuch => Paying.PayTooMuchAsync(life, order, random),
            DeedKind.PayInOtherCurrency => Paying.PayInOtherCurrencyAsync(life, order),
            DeedKind.PayInVain => Paying.PayInVainAsync(life, order, random),
            DeedKind.SendCrypto => Paying.SendCryptoAsync(life, order, random),
            DeedKind.DisputePayment => Paying.DisputeAsync(life, order, random),
            DeedKind.ForgePayment => Paying.ForgeAsync(life, order),

            DeedKind.Look => Shopping.LookAsync(life, order, deed.OnPage),
            DeedKind.Cancel => Shopping.CancelAsync(life, order, random, deed.OnPage),
            DeedKind.CancelLines => Shopping.CancelLinesAsync(life, order, random),
            DeedKind.ChangeAddress => Shopping.ChangeAddressAsync(life, order, random),
            DeedKind.ChangeLines => Shopping.ChangeLinesAsync(life, order, random),
            DeedKind.ConfirmChange => Shopping.ConfirmChangeAsync(life, order, random, deed.OnPage),
            DeedKind.DeclineChange => Shopping.DeclineChangeAsync(life, order, deed.OnPage),
            DeedKind.DecideStock => Shopping.DecideStockAsync(life, order, random, deed.OnPage),
            DeedKind.GiveRefundAddress => Shopping.GiveRefundAddressAsync(life, order, random, deed.OnPage),

            DeedKind.FileClaim => Aftermath.FileClaimAsync(life, order, random, deed.OnPage),
            DeedKind.RequestReturn => Aftermath.RequestReturnAsync(life, order, random, deed.OnPage),
            DeedKind.SendReturn => Aftermath.SendReturnAsync(life, order, random),
            DeedKind.AskQuestion => Aftermath.AskQuestionAsync(life, order, random, deed.OnPage),

            DeedKind.Review => Operations.ReviewAsync(life, order, random),
            DeedKind.DecideClaim => Operations.DecideClaimsAsync(life, order, random),
            DeedKind.ReceiveReturn => Operations.ReceiveReturnsAsync(life, order),
            DeedKind.InspectParcel => Operations.InspectParcelsAsync(life, order, random),
            DeedKind.Reply => Operations.ReplyAsync(life, order),
            DeedKind.VoidWaybill => Operations.VoidWaybillsAsync(life, order),
            DeedKind.SettleRefund => RefundDesk.SettleAsync(life, order, random, retries: true),
            DeedKind.ReceiveStock => Operations.ReceiveStockAsync(life, order, random),
            DeedKind.EraseCustomer => Operations.EraseCustomerAsync(life, order, random),

            DeedKind.RefuseRefunds => Paying.RefuseRefundsAsync(life, order, random),
            DeedKind.SettleRefundsLater => Paying.SettleRefundsLaterAsync(life, order),

            DeedKind.AnnouncePayment => CompanyNotices.AnnouncePaymentAsync(life, order, random),
            DeedKind.ConfirmAnyRefund => CompanyNotices.ConfirmRefundAsync(life, order),
            DeedKind.ReturnAnyRefund => CompanyNotices.ReturnRefundAsync(life, order),
            DeedKind.Chargeback => CompanyNotices.DisputeAsync(life, order, random, won: null),
            DeedKind.ChargebackWon => CompanyNotices.DisputeAsync(life, order, random, won: true),
            DeedKind.ChargebackLost => CompanyNotices.DisputeAsync(life, order, random, won: false),
            DeedKind.ScanOutOfTurn => CompanyNotices.ScanAsync(life, order, deed),
            DeedKind.ConfirmOldChange => Insisting.ConfirmOldChangeAsync(life, order, deed.OnPage),
            DeedKind.DecideAnyStock => Insisting.DecideStockAsync(life, order),
            DeedKind.DecideHold => Operations.DecideHoldAsync(life, order, random),
            DeedKind.DecideAnyRefund => Insisting.DecideRefundAsync(life, order),
            DeedKind.VoidAnyWaybill => Insisting.VoidWaybillsAsync(life, order),
            DeedKind.ClaimLost => Insisting.ClaimLostAsync(life, order, random, deed.OnPage),
            DeedKind.ReturnOne => Insisting.ReturnOneAsync(life, order, deed),
            DeedKind.ScanReturn => Insisting.ScanReturnAsync(life, order),
            DeedKind.TellMoneyTwice => Paying.TellTwiceAsync(life, order),
            DeedKind.SendCoin => Paying.SendCoinAsync(life, order, random),
            DeedKind.LoseCoin => Paying.LoseCoinAsync(life, order, random),
            DeedKind.ClaimTwiceAtOnce => AtOnce.ClaimTwiceAsync(life, order, random, deed.OnPage),
            DeedKind.ClaimAndReturnAtOnce => AtOnce.ClaimAndReturnAsync(life, order, random, deed.OnPage),
            DeedKind.GrantClaims => Operations.GrantClaimsAsync(life, order, random, tooMuch: false),
            DeedKind.GrantTooMuch => Operations.GrantClaimsAsync(life, order, random, tooMuch: true),
            DeedKind.InspectTwice => Operations.InspectTwiceAsync(life, order, random),
            _ => throw new ArgumentOutOfRangeException(nameof(deed), deed.Kind, "Nobody does that."),
        };
    }
}
