using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Views;

namespace Domain.Tests.AfterSales;

public sealed class ClaimRulesTests
{
    private static readonly DateTimeOffset _noon = Samples.Noon;
    private static readonly Order _order = Samples.Order();
    private static readonly string _sku = _order.Lines.First(line => line.Kind == ProductKind.Physical).Sku;
    private static readonly OrderState _state = InitialState.Of(_order) with { Status = OrderStatus.Delivered };

    [Theory]
    [InlineData(ClaimKind.Damaged)]
    [InlineData(ClaimKind.Missing)]
    [InlineData(ClaimKind.Wrong)]
    public void What_arrived_can_be_claimed_to_the_last_moment_of_the_window(ClaimKind kind)
    {
        var delivered = Parcel(delivered: _noon);

        Assert.Equal(ReasonCode.ClaimNotDelivered, Against(kind, _noon, Parcel()));
        Assert.Null(Against(kind, _noon + _order.Windows.Claim, delivered));
        Assert.Equal(ReasonCode.ClaimWindowOver, Against(kind, _noon + _order.Windows.Claim + TimeSpan.FromTicks(1), delivered));
        Assert.Null(Against(kind, _noon.AddDays(8), delivered, Parcel(delivered: _noon.AddDays(2))));
    }

    [Fact]
    public void What_is_lost_can_be_claimed_once_the_promised_date_has_passed()
    {
        var onItsWay = Parcel(promised: _noon);

        Assert.Equal(
            ReasonCode.ClaimNotShipped,
            Against(ClaimKind.Lost, _noon.AddDays(1), onItsWay with { Status = ParcelStatus.LabelCreated })
        );
        Assert.Equal(ReasonCode.ClaimBeforePromise, Against(ClaimKind.Lost, _noon, onItsWay));
        Assert.Null(Against(ClaimKind.Lost, _noon.AddTicks(1), onItsWay));
        Assert.Null(Against(ClaimKind.Lost, _noon.AddDays(60), onItsWay));

        // That it was put off counts for nothing.
        Assert.Null(
            Against(
                ClaimKind.Lost,
                _noon.AddTicks(1),
                onItsWay with
                {
                    PromisedTo = _noon.AddDays(20),
                    Promise = new Promise(_noon, _noon, _noon, "", []),
                }
            )
        );

        // The carrier says delivered, the customer says no: the window of any claim.
        var early = Parcel(promised: _noon, delivered: _noon.AddDays(-3));
        Assert.Null(Against(ClaimKind.Lost, _noon.AddDays(-3) + _order.Windows.Claim, early));
        Assert.Equal(ReasonCode.ClaimWindowOver, Against(ClaimKind.Lost, _noon.AddDays(-3).AddTicks(1) + _order.Windows.Claim, early));
    }

    [Fact]
    public void Unit_under_a_claim_is_not_claimed_again_for_any_cause()
    {
        var open = Filed(ClaimKind.Damaged);

        Assert.Equal(ReasonCode.ClaimOpen, Against(ClaimKind.Damaged, _noon, [open], Parcel(delivered: _noon)));
        foreach (var kind in new[] { ClaimKind.Wrong, ClaimKind.Missing, ClaimKind.Lost })
            Assert.Equal(ReasonCode.ClaimInOpenCase, Against(kind, _noon, [open], Parcel(promised: _noon, delivered: _noon)));
        Assert.Null(Against(ClaimKind.Damaged, _noon, [Ended(open, ClaimOutcome.Declined)], Parcel(delivered: _noon)));
    }

    [Fact]
    public void What_was_lost_on_the_way_leaves_another_parcel_free()
    {
        var (order, lost, came) = (
            _order with
            {
                Lines = [.. _order.Lines.Select(line => line with { Quantity = 2 })],
            },
            Parcel(promised: _noon.AddDays(-1)),
            Parcel(delivered: _noon) with
            {
                Number = 2,
            }
        );
        var filed = Filed(ClaimKind.Lost) with { Claim = new ClaimPart(ClaimKind.Lost, [lost, came], Samples.Usd(100)) };
        ReasonCode? Of(ClaimKind kind, CaseState[] cases, params ParcelState[] parcels) =>
            ClaimRules.Against(order, _state, parcels, cases, kind, [new ParcelLine(_sku, 1)], _noon);

        Assert.Null(Of(ClaimKind.Damaged, [filed], lost, came));

        // Sent again in a third parcel: the first is not lost a second time, the third can be damaged.
        CaseState[] replaced = [Ended(filed, ClaimOutcome.Replacement)];
        var third = Parcel(promised: _noon.AddDays(9)) with { Number = 3 };
        Assert.Equal(ReasonCode.ClaimSettled, Against(ClaimKind.Lost, _noon, replaced, lost));
        Assert.Null(
            Of(ClaimKind.Damaged, replaced, lost with { Outcome = ShipmentOutcome.Lost }, came, third with { DeliveredAt = _noon })
        );
    }

    [Fact]
    public void Replaced_unit_is_not_granted_again_but_what_came_instead_can_be()
    {
        var filed = Filed(ClaimKind.Damaged, _order.Lines.First(line => line.Sku == _sku).Quantity);
        var second = Parcel() with { Number = 2 };

        Assert.Equal(
            ReasonCode.ClaimSettled,
            Against(ClaimKind.Wrong, _noon, [Ended(filed, ClaimOutcome.Refund)], Parcel(delivered: _noon))
        );
        Assert.Equal(
            ReasonCode.ClaimSettled,
            Against(ClaimKind.Wrong, _noon, [Ended(filed, ClaimOutcome.Replacement)], Parcel(delivered: _noon), second)
        );
        Assert.Null(
            Against(
                ClaimKind.Wrong,
                _noon,
                [Ended(filed, ClaimOutcome.Replacement)],
                Parcel(delivered: _noon),
                second with
                {
                    DeliveredAt = _noon,
                }
            )
        );
    }

    [Fact]
    public void Units_kept_from_a_refunded_return_can_still_be_claimed()
    {
        var units = _order.Lines.First(line => line.Sku == _sku).Quantity;
        var none = Samples.Usd(0);
        var filed = Filed(ClaimKind.Damaged, units);
        CaseState Back(params ParcelLine[] sentBack) =>
            filed with
            {
                Kind = CaseKind.Return,
                Status = CaseStatus.Accepted,
                EndedAt = _noon,
                Claim = null,
                Return = new ReturnPart(
                    ReturnWish.Refund,
                    ReasonCode.CustomerRequest,
                    new ReturnTerms([], [], 50, 0, none),
                    Verdict: new ReturnVerdict(none, none, none, [], [], sentBack, "mei")
                ),
            };

        Assert.Equal(ReasonCode.ClaimSettled, Against(ClaimKind.Damaged, _noon, [Back()], Parcel(delivered: _noon)));
        Assert.Null(Against(ClaimKind.Damaged, _noon, [Back(new ParcelLine(_sku, 1))], Parcel(delivered: _noon)));
    }

    [Theory]
    [InlineData(OrderStatus.Closed, ReasonCode.Finished)]
    [InlineData(OrderStatus.Cancelled, ReasonCode.Finished)]
    [InlineData(OrderStatus.Cancelling, ReasonCode.CancelInProgress)]
    public void Order_at_its_end_takes_no_claims(OrderStatus status, ReasonCode reason) =>
        Assert.Equal(reason, ClaimRules.AgainstAll(_order, _state with { Status = status }, [Parcel(delivered: _noon)], [], _noon));

    [Fact]
    public void View_says_whether_anything_can_be_claimed_now()
    {
        var view = OrderViews.Of(_order, _state, [Parcel(delivered: _noon)], [], [Filed(ClaimKind.Damaged)], _noon);

        Assert.False(view.Allowed["claim"].Possible);
        Assert.True(OrderViews.Of(_order, _state, [Parcel(delivered: _noon)], [], [], _noon).Allowed["claim"].Possible);
        Assert.Equal((CaseStatus.Open, ClaimKind.Damaged), (Assert.Single(view.Claims).Status, view.Claims[0].Kind));
        Assert.Equal((NextStepKind.ClaimAnswer, Actor.Shop, _noon.AddDays(3)), (view.Next!.What, view.Next.Who, view.Next.When));
        Assert.Equal(
            ReasonCode.ClaimWindowOver,
            OrderViews.Of(_order, _state, [Parcel(delivered: _noon)], [], [], _noon.AddDays(8)).Allowed["claim"].Reason
        );
        Assert.False(OrderViews.Of(_order, _state, [Parcel()], [], [], _noon).Allowed["claim"].Possible);
    }

    private static ReasonCode? Against(ClaimKind kind, DateTimeOffset at, params ParcelState[] parcels) => Against(kind, at, [], parcels);

    private static ReasonCode? Against(ClaimKind kind, DateTimeOffset at, CaseState[] cases, params ParcelState[] parcels) =>
        ClaimRules.Against(_order, _state, parcels, cases, kind, [new ParcelLine(_sku, 1)], at);

    private static ParcelState Parcel(DateTimeOffset? promised = null, DateTimeOffset? delivered = null) =>
        new()
        {
            Number = 1,
            Lines = [new(_sku, 1)],
            Status = delivered is null ? ParcelStatus.InTransit : ParcelStatus.Delivered,
            PromisedTo = promised,
            DeliveredAt = delivered,
        };

    private static CaseState Filed(ClaimKind kind, int quantity = 1) =>
        new()
        {
            Kind = CaseKind.Claim,
            CaseId = "c-1",
            Status = CaseStatus.Open,
            Lines = [new(_sku, quantity)],
            FiledAt = _noon,
            DueBy = _noon.AddDays(3),
            Claim = new ClaimPart(kind, [Parcel(delivered: _noon)], Samples.Usd(100)),
        };

    private static CaseState Ended(CaseState filed, ClaimOutcome outcome) =>
        filed with
        {
            EndedAt = _noon,
            Claim = filed.Claim! with { Verdict = new ClaimVerdict(outcome, null, Liability.Carrier, "mei", _noon) },
        };
}
