using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;

namespace Domain.Tests.AfterSales;

public sealed class ClaimVerdictRulesTests
{
    private static readonly ParcelLine[] _wallet = [new(Samples.Order().Lines[0].Sku, 1)];

    // Goods of 129.00, of an order of which 159.00 were paid.
    [Theory]
    [InlineData(ClaimKind.Damaged, null, null, null)]
    [InlineData(ClaimKind.Damaged, 12900L, null, null)]
    [InlineData(ClaimKind.Damaged, 12901L, null, "amount.amount")]
    [InlineData(ClaimKind.Damaged, 12901L, 100L, "amount.amount")]
    [InlineData(ClaimKind.Damaged, 12900L, 3000L, null)]
    [InlineData(ClaimKind.Damaged, null, 3000L, null)]
    [InlineData(ClaimKind.Damaged, null, 3001L, "goodwill.amount")]
    [InlineData(ClaimKind.Damaged, 100L, 500L, null)]
    [InlineData(ClaimKind.Lost, 12800L, null, "amount.amount")]
    [InlineData(ClaimKind.Lost, null, 2000L, null)]
    [InlineData(ClaimKind.Lost, null, 2001L, "goodwill.amount")]
    public void Beyond_the_goods_only_what_is_named_as_goodwill(ClaimKind kind, long? amount, long? goodwill, string? wrong)
    {
        var errors = new FieldErrors();
        var kept = Samples.Usd(kind == ClaimKind.Lost ? 2000 : 15900);
        var state = InitialState.Of(Samples.Order()) with { Captured = Samples.Usd(15900), Kept = kept };
        ParcelState[] parcels =
            kind == ClaimKind.Lost
                ?
                [
                    new()
                    {
                        Number = 1,
                        Lines = _wallet,
                        Status = ParcelStatus.InTransit,
                    },
                ]
                : [];

        ClaimVerdictRules.CheckRefund(
            (amount is { } paid ? Samples.Usd(paid) : null, goodwill is { } given ? Samples.Usd(given) : null),
            Samples.Order(),
            state,
            parcels,
            [],
            Claim(kind),
            errors
        );

        Assert.Equal(wrong is null ? [] : [wrong], errors.ToDictionary().Keys);
        if (wrong == "amount.amount" && kind == ClaimKind.Damaged)
            Assert.Contains("129.00", Assert.Single(errors.ToDictionary()[wrong]));
    }

    [Fact]
    public void Another_currency_is_named_for_each_part()
    {
        var errors = new FieldErrors();

        ClaimVerdictRules.CheckRefund(
            (new Money(1, "EUR"), new Money(1, "EUR")),
            Samples.Order(),
            InitialState.Of(Samples.Order()) with
            {
                Captured = Samples.Usd(15900),
            },
            [],
            [],
            Claim(ClaimKind.Damaged),
            errors
        );

        Assert.Equal(["amount.currency", "goodwill.currency"], errors.ToDictionary().Keys.Order());
    }

    // Two parcels, of which one has come: what was paid for the other is not given away.
    [Fact]
    public void Goodwill_is_not_taken_from_goods_that_are_to_come()
    {
        var state = InitialState.Of(Samples.Order()) with { Captured = Samples.Usd(30000), Kept = Samples.Usd(13900) };

        Assert.Empty(Check(state, [], goodwill: 1000));
        Assert.Contains("Only 139.00 USD", Assert.Single(Check(state, [], goodwill: 1001)["goodwill.amount"]));
    }

    [Fact]
    public void What_another_case_is_about_to_refund_is_not_given_twice()
    {
        var state = InitialState.Of(Samples.Order()) with { Captured = Samples.Usd(15900), Kept = Samples.Usd(15900) };
        var granted = Claim(ClaimKind.Wrong, Samples.Usd(14000));

        Assert.Contains("Only 19.00 USD", Assert.Single(Check(state, [granted])["amount.amount"]));

        // Once it is paid, it is in what was refunded.
        var paid = state with
        {
            Refunded = Samples.Usd(2000),
            CaseRefunds = new Dictionary<string, CaseRefund> { [granted.CaseId] = new(Samples.Usd(2000)) },
        };
        Assert.Empty(Check(paid, [granted]));
    }

    private static IReadOnlyDictionary<string, IReadOnlyList<string>> Check(OrderState state, CaseState[] others, long? goodwill = null)
    {
        var errors = new FieldErrors();
        ClaimVerdictRules.CheckRefund(
            (null, goodwill is { } given ? Samples.Usd(given) : null),
            Samples.Order(),
            state,
            [],
            others,
            Claim(ClaimKind.Damaged),
            errors
        );
        return errors.ToDictionary();
    }

    private static CaseState Claim(ClaimKind kind, Money? granted = null) =>
        new()
        {
            Kind = CaseKind.Claim,
            CaseId = granted is null ? "claim-1" : "claim-2",
            Status = granted is null ? CaseStatus.Open : CaseStatus.Accepted,
            FiledAt = default,
            DueBy = default,
            EndedAt = granted is null ? null : default(DateTimeOffset),
            Lines = _wallet,
            Claim = new ClaimPart(
                kind,
                [],
                Samples.Usd(12900),
                Verdict: granted is null ? null : new(ClaimOutcome.Refund, granted, Liability.Shop, "mei", default)
            ),
        };
}
