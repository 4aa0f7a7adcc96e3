using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;

namespace Domain.Tests.AfterSales;

/// <summary>What can be returned, and why not, in both languages.</summary>
public sealed class ReturnRulesTests
{
    private static readonly DateTimeOffset _delivered = Samples.Noon.AddDays(4);
    private static readonly DateTimeOffset _end = _delivered.AddDays(14);

    private static readonly Order _order = Samples.Order() with
    {
        Lines =
        [
            new("HW-PRO", new("Wallet", "钱包"), ProductKind.Physical, 2, Samples.Usd(12900), 180),
            new("SW-VAULT", new("Vault", "Vault"), ProductKind.Digital, 1, Samples.Usd(3900), 0),
        ],
    };

    private static readonly ParcelState _parcel = Samples.Parcel(ParcelStatus.Delivered) with
    {
        Lines = [new("HW-PRO", 2)],
        DeliveredAt = _delivered,
    };

    public static TheoryData<string, string, int, ReturnWish, string?> Table =>
        new()
        {
            // what is special, product, quantity, wish, reason
            { "", "HW-PRO", 2, ReturnWish.Refund, null },
            { "", "HW-PRO", 2, ReturnWish.Exchange, null },
            { "", "SW-VAULT", 1, ReturnWish.Refund, null },
            { "", "SW-VAULT", 1, ReturnWish.Exchange, "licence_no_exchange:SW-VAULT" },
            { "", "HW-PRO", 3, ReturnWish.Refund, "more_than_delivered:HW-PRO" },
            { "last moment", "HW-PRO", 1, ReturnWish.Refund, null },
            { "moment too late", "HW-PRO", 1, ReturnWish.Refund, "return_window_over" },
            { "on its way", "HW-PRO", 1, ReturnWish.Refund, "return_not_delivered" },
            { "on its way", "SW-VAULT", 1, ReturnWish.Refund, "return_not_delivered" },
            { "one delivered", "HW-PRO", 1, ReturnWish.Refund, null },
            { "one delivered", "HW-PRO", 2, ReturnWish.Refund, "more_than_delivered:HW-PRO" },
            { "final", "HW-PRO", 1, ReturnWish.Refund, "not_returnable:HW-PRO" },
            { "closed", "HW-PRO", 1, ReturnWish.Refund, "finished" },
            { "cancelling", "HW-PRO", 1, ReturnWish.Refund, "cancel_in_progress" },
            { "one under return", "HW-PRO", 1, ReturnWish.Refund, null },
            { "one under return", "HW-PRO", 2, ReturnWish.Refund, "in_open_case:HW-PRO" },
            { "lapsed", "HW-PRO", 2, ReturnWish.Refund, null },
            { "lapsed", "SW-VAULT", 1, ReturnWish.Refund, "already_returned:SW-VAULT" },
            { "claim refunded", "HW-PRO", 2, ReturnWish.Refund, "already_returned:HW-PRO" },
            { "claim refunded", "HW-PRO", 1, ReturnWish.Refund, null },
            { "claim declined", "HW-PRO", 2, ReturnWish.Refund, null },
        };

    [Theory]
    [MemberData(nameof(Table))]
    public void Return_is_possible_or_says_why_not(string special, string sku, int quantity, ReturnWish wants, string? reason)
    {
        var state = InitialState.Of(_order) with
        {
            Status = OrderStatus.Delivered,
            Deadlines = new Dictionary<OrderDeadline, DateTimeOffset> { [OrderDeadline.Return] = _end },
        };
        state = special switch
        {
            "closed" => state with { Status = OrderStatus.Closed },
            "cancelling" => state with { Status = OrderStatus.Cancelling },
            "one delivered" or "on its way" => state with
            {
                Status = OrderStatus.InTransit,
                Deadlines = new Dictionary<OrderDeadline, DateTimeOffset>(),
            },
            _ => state,
        };
        ParcelState[] parcels = special switch
        {
            "on its way" => [_parcel with { Status = ParcelStatus.InTransit, DeliveredAt = null }],
            "one delivered" =>
            [
                _parcel with
                {
                    Lines = [new("HW-PRO", 1)],
                },
                _parcel with
                {
                    Number = 2,
                    Lines = [new("HW-PRO", 1)],
                    Status = ParcelStatus.InTransit,
                    DeliveredAt = null,
                },
            ],
            _ => [_parcel],
        };
        CaseState[] cases = special switch
        {
            "one under return" => [Case(CaseStatus.InTransit)],
            "lapsed" => [Case(CaseStatus.Lapsed)],
            "claim refunded" => [Claim(CaseStatus.Accepted)],
            "claim declined" => [Claim(CaseStatus.Declined)],
            _ => [],
        };
        var at = special switch
        {
            "last moment" => _end,
            "moment too late" => _end.AddTicks(1),
            _ => _delivered.AddDays(1),
        };

        var against = ReturnRules.Against(
            _order,
            state,
            parcels,
            UnitsInCases.Of(state, cases),
            [new(sku, quantity)],
            wants,
            at,
            special == "final" ? new HashSet<string> { sku } : []
        );

        Assert.Equal(reason, against.Count == 0 ? null : $"{against[0].Reason}");
        if (reason is not null)
            Assert.All(["en", "zh-CN"], locale => Assert.NotEqual(reason, ReasonTexts.All(Reasons.Parse(reason), locale)));
    }

    [Fact]
    public void Everything_given_back_leaves_nothing_to_give_back()
    {
        var state = InitialState.Of(_order) with { Status = OrderStatus.Delivered };
        IReadOnlyList<ParcelLine> all = [new("HW-PRO", 2), new("SW-VAULT", 1)];

        Assert.True(ReturnRules.GivesAllBack(_order, [_parcel], UnitsInCases.None, all));
        Assert.Equal(all, ReturnRules.Left(_order, [_parcel], UnitsInCases.None));
        Assert.Equal(ReasonCode.ReturnNothingLeft, ReturnRules.AgainstAny(_order, state, [_parcel], new([], all), _delivered));
        Assert.Equal(ReasonCode.ReturnInOpenCase, ReturnRules.AgainstAny(_order, state, [_parcel], new([all[0]], [all[1]]), _delivered));
        Assert.False(ReturnRules.GivesAllBack(_order, [_parcel], UnitsInCases.None, [new("HW-PRO", 2)]));
    }

    [Fact]
    public void Replacements_of_lost_goods_can_be_returned_unless_they_were_refunded()
    {
        var claim = Claim(CaseStatus.Accepted, ClaimKind.Lost, ClaimOutcome.Replacement);

        Assert.False(UnitsInCases.Of(InitialState.Of(_order), [claim]).Any);
        Assert.Equal(claim.Lines, UnitsInCases.Of(InitialState.Of(_order) with { PaidInstead = [claim.CaseId] }, [claim]).Settled);
    }

    [Fact]
    public void Lost_unit_that_came_is_not_returned_beside_its_replacement()
    {
        var claim = Claim(CaseStatus.Accepted, ClaimKind.Lost, ClaimOutcome.Replacement);
        ParcelState Parcel(int number, DateTimeOffset? delivered, int units) =>
            _parcel with
            {
                Number = number,
                Lines = [new("HW-PRO", units)],
                Status = delivered is null ? ParcelStatus.InTransit : ParcelStatus.Delivered,
                DeliveredAt = delivered,
            };
        int Left(ParcelState whenFiled, params ParcelState[] parcels)
        {
            var filed = claim with { Claim = claim.Claim! with { Parcels = [whenFiled] } };
            return ReturnRules
                .Left(_order, parcels, UnitsInCases.Of(InitialState.Of(_order), [filed]))
                .Where(line => line.Sku == "HW-PRO")
                .Sum(line => line.Quantity);
        }

        var (one, two, none) = (Parcel(1, _delivered, 1), Parcel(1, _delivered, 2), Parcel(1, null, 1));
        var (under, came) = (Parcel(2, null, 1), Parcel(2, _delivered, 1));

        Assert.Equal(0, Left(one, one, under));
        Assert.Equal(1, Left(one, one, came));
        Assert.Equal(1, Left(two, two, under));
        Assert.Equal(2, Left(two, two, came));

        // What never came is with the customer once: what was sent in its place.
        Assert.Equal(1, Left(none, none, came));

        // It turned up after all.
        Assert.Equal(0, Left(none, one, under));
        Assert.Equal(1, Left(none, one, came));
    }

    [Fact]
    public void RMA_is_read_however_typed_and_an_order_number_is_none()
    {
        var rma = OrderIds.Rma([1, 2, 3, 4, 5, 6, 7, 8]);

        Assert.StartsWith("RMA-", rma, StringComparison.Ordinal);
        Assert.Equal(rma, OrderIds.NormaliseRma(rma.ToLowerInvariant().Replace("-", " ", StringComparison.Ordinal)));
        Assert.Null(OrderIds.NormaliseRma(OrderIds.OrderNumber([1, 2, 3, 4, 5, 6, 7, 8])));
    }

    private static CaseState Case(CaseStatus status) =>
        new()
        {
            Kind = CaseKind.Return,
            CaseId = "RMA-1",
            Status = status,
            Lines = [new("HW-PRO", 1), new("SW-VAULT", 1)],
            FiledAt = _delivered,
            DueBy = _end,
            EndedAt = status == CaseStatus.Lapsed ? _end : null,
            Return = new(
                ReturnWish.Refund,
                ReasonCode.CustomerRequest,
                new(
                    [
                        new("HW-PRO", 1, Samples.Usd(12900), ProductKind.Physical, false),
                        new("SW-VAULT", 1, Samples.Usd(3900), ProductKind.Digital, false),
                    ],
                    [],
                    50,
                    0,
                    Samples.Usd(0)
                )
            ),
        };

    private static CaseState Claim(CaseStatus status, ClaimKind kind = ClaimKind.Damaged, ClaimOutcome outcome = ClaimOutcome.Refund) =>
        new()
        {
            Kind = CaseKind.Claim,
            CaseId = "c1",
            Status = status,
            Lines = [new("HW-PRO", 1)],
            FiledAt = _delivered,
            DueBy = _end,
            EndedAt = _delivered,
            Claim = new(kind, [], Samples.Usd(12900), Verdict: new(outcome, null, Liability.Shop, "mei", _delivered)),
        };
}
