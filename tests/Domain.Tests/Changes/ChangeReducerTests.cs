using CsCheck;
using Orders.Functions.Domain.Changes;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Pricing;

namespace Domain.Tests.Changes;

public sealed class ChangeReducerTests
{
    private static readonly string[] _skus = ["A", "B", "C", "D"];

    private static readonly Gen<OrderTerms> _terms = Gen.Select(
            Gen.Int[1, 4],
            Gen.Int[1, 9].Array[4],
            Gen.Int[0, 9000],
            Gen.Enum<ShippingClass>(),
            Duties()
        )
        .Select(
            (count, quantities, fee, shipping, duties) =>
            {
                IReadOnlyList<OrderLine> lines = [.. _skus.Take(count).Select((sku, i) => Line(sku, quantities[i]))];
                return Totalled(new OrderTerms(lines, "CN", shipping, Samples.Usd(fee), Samples.Usd(0), duties));
            }
        );

    private static readonly Gen<ChangeAction> _action = Gen.OneOf(
        Gen.Select(Samples.OneOf(_skus), Gen.Int[1, 9])
            .Select((sku, quantity) => new ChangeAction(ChangeKind.Quantity, sku, quantity) { Line = Line(sku, quantity) }),
        Samples.OneOf(_skus).Select(sku => new ChangeAction(ChangeKind.Quantity, sku, 0)),
        Gen.Enum<ShippingClass>().Select(shipping => new ChangeAction(ChangeKind.ShippingClass, ShippingClass: shipping)),
        Samples.OneOf("CN", "DE", "US").Select(country => new ChangeAction(ChangeKind.ShipTo, Country: country)),
        Gen.Int[0, 9000].Select(fee => new ChangeAction(ChangeKind.ShippingFee) { Fee = Samples.Usd(fee) }),
        Duties().Select(duties => new ChangeAction(ChangeKind.Duties) { Duties = duties })
    );

    [Fact]
    public void Change_and_then_its_inverse_leave_the_terms_as_they_were() =>
        Gen.Select(_terms, _action.List[1, 6])
            .Sample(
                (terms, actions) =>
                {
                    if (ChangeReducer.Apply(terms, new OrderChange(actions), new FieldErrors()) is not { } after)
                        return;

                    var back = ChangeReducer.Apply(after, Way(after, terms), new FieldErrors())!;

                    Assert.True(ChangeReducer.Same(terms, back));
                    Assert.Equal((terms.Total, terms.ShippingFee, terms.Duties), (back.Total, back.ShippingFee, back.Duties));
                }
            );

    [Fact]
    public void Total_is_lines_shipping_and_the_duties_that_we_collect() =>
        Gen.Select(_terms, _action.List[1, 6])
            .Sample(
                (terms, actions) =>
                {
                    var errors = new FieldErrors();
                    var after = ChangeReducer.Apply(terms, new OrderChange(actions), errors);

                    Assert.Equal(after is null, errors.Any);
                    if (after is null)
                        return;
                    Assert.Equal(
                        after.Lines.Sum(line => line.Price.Amount) + after.ShippingFee.Amount + (after.Duties?.DueToUs("USD").Amount ?? 0),
                        after.Total.Amount
                    );
                    Assert.Equal(after.Lines.Count, after.Lines.DistinctBy(line => line.Sku).Count());
                    Assert.All(after.Lines, line => Assert.True(line.Quantity > 0));
                }
            );

    [Fact]
    public void Units_added_are_what_the_new_terms_have_more_of() =>
        Gen.Select(_terms, _action.List[1, 6])
            .Sample(
                (terms, actions) =>
                {
                    if (ChangeReducer.Apply(terms, new OrderChange(actions), new FieldErrors()) is not { } after)
                        return;
                    var (added, removed) = (ChangeReducer.Added(terms, after), ChangeReducer.Added(after, terms));
                    foreach (var sku in _skus)
                        Assert.Equal(
                            Units(after, sku),
                            Units(terms, sku)
                                + added.Where(line => line.Sku == sku).Sum(line => line.Quantity)
                                - removed.Where(line => line.Sku == sku).Sum(line => line.Quantity)
                        );
                    Assert.Empty(added.Select(line => line.Sku).Intersect(removed.Select(line => line.Sku)));
                }
            );

    [Fact]
    public void Last_line_is_not_removed_by_a_change()
    {
        var errors = new FieldErrors();

        Assert.Null(ChangeReducer.Apply(OrderTerms.Of(Samples.Order()), new OrderChange([new(ChangeKind.Quantity, "HW-PRO", 0)]), errors));
        Assert.Equal(["lines"], errors.ToDictionary().Keys);
    }

    [Fact]
    public void Units_are_removed_from_what_the_order_has_by_then()
    {
        var terms = OrderTerms.Of(Samples.Order());
        terms = terms with { Lines = [terms.Lines[0] with { Quantity = 5 }] };
        var errors = new FieldErrors();
        var two = ChangeRules.Without(Samples.Order().As(terms), [new RequestLine(terms.Lines[0].Sku, 2)], errors)!;

        var after = ChangeReducer.Apply(ChangeReducer.Apply(terms, two, errors)!, two, errors)!;

        Assert.Equal(1, Assert.Single(after.Lines).Quantity);
        Assert.Null(ChangeReducer.Apply(after, two, errors));
        Assert.True(errors.Any);
    }

    private static OrderChange Way(OrderTerms from, OrderTerms to) =>
        new([
            .. to.Lines.Select(line => new ChangeAction(ChangeKind.Quantity, line.Sku, line.Quantity) { Line = line }),
            .. from
                .Lines.Where(line => to.Lines.All(other => other.Sku != line.Sku))
                .Select(line => new ChangeAction(ChangeKind.Quantity, line.Sku, 0)),
            new ChangeAction(ChangeKind.ShippingClass, ShippingClass: to.ShippingClass),
            new ChangeAction(ChangeKind.ShipTo, Country: to.Country),
            new ChangeAction(ChangeKind.ShippingFee) { Fee = to.ShippingFee },
            new ChangeAction(ChangeKind.Duties) { Duties = to.Duties },
        ]);

    private static OrderTerms Totalled(OrderTerms terms) =>
        terms with
        {
            Total = terms.Lines.Aggregate(
                terms.ShippingFee + (terms.Duties?.DueToUs("USD") ?? Samples.Usd(0)),
                (sum, line) => sum + line.Price
            ),
        };

    private static OrderLine Line(string sku, int quantity) =>
        new(sku, new(sku, sku), ProductKind.Physical, quantity, Samples.Usd(1000 + sku[0]), 100);

    private static int Units(OrderTerms terms, string sku) => terms.Lines.Where(line => line.Sku == sku).Sum(line => line.Quantity);

    private static Gen<DutiesQuote?> Duties() =>
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 5000])
            .Select(
                (kind, amount) =>
                    kind == 0
                        ? null
                        : new DutiesQuote("v", kind == 1 ? DutyTerms.Dap : DutyTerms.Ddp, Samples.Usd(amount), [], Accepted: true)
            );
}
