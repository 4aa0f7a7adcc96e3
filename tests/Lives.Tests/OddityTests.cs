using Companies;
using Lives.Campaigns;
using Lives.Scripts;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;

namespace Lives.Tests;

/// <summary>
/// The lives that were written down for what the trade knows and few expect really hold it: one in which nothing odd happens keeps every
/// promise, and shows nothing.
/// </summary>
public sealed class OddityTests
{
    private const int SeedsForAll = 3000;

    public static TheoryData<string> Spellings => [.. Enum.GetNames<Spelling>()];

    [Fact]
    public void Coin_is_one_payment_of_many_events()
    {
        var life = Play("coin_payment_told_at_each_confirmation");

        var payments = life.World.Payments;
        Assert.Equal("pay-1", Assert.Single(payments.Captures).Reference);
        Assert.Equal(7, payments.EventsOf("pay-1"));
        Assert.Contains(OrderStatus.Closed, life.Orders[0].Road);
    }

    [Theory]
    [InlineData("card_payment_told_under_two_ids", "pay-1")]
    [InlineData("payment_told_again_when_its_order_was_over", "pay-1")]
    [InlineData("refund_told_under_two_ids", "re-1")]
    [InlineData("dispute_told_under_two_ids", "dispute-1")]
    public void Money_is_told_under_two_ids(string script, string reference) =>
        Assert.True(Play(script).World.Payments.EventsOf(reference) >= 2);

    [Fact]
    public void Coin_that_is_gone_is_followed_by_another()
    {
        var life = Play("coin_that_was_seen_and_is_gone");

        Assert.Equal("pay-2", Assert.Single(life.World.Payments.Captures).Reference);
        Assert.True(life.World.Payments.EventsOf("pay-1") >= 2);
    }

    [Theory]
    [InlineData("delivery_dated_before_its_parcel_was_booked", -30)]
    [InlineData("scans_by_the_clock_on_the_wall", -0.3)]
    [InlineData("delivery_dated_a_year_ahead", 300)]
    public void Delivery_is_dated_wrong(string script, double days)
    {
        var carrier = Play(script).World.Carrier;

        var delivery = carrier.Parcels.Values.SelectMany(parcel => parcel.Scans).First(scan => scan.Status == ParcelStatus.Delivered);
        var making = carrier.MakingOf(delivery.ScanId)!;
        Assert.True(making.IsMisdated);
        Assert.True(Math.Abs((delivery.Time - making.At).TotalDays) >= Math.Abs(days), $"{delivery.Time:u}, made at {making.At:u}");
        Assert.Equal(Math.Sign(days), Math.Sign((delivery.Time - making.At).Ticks));
    }

    [Fact]
    public void Delivery_of_another_parcel_comes_before_the_own()
    {
        var carrier = Play("delivery_of_another_parcel_under_the_same_number").World.Carrier;

        var parcel = carrier.Parcels.Values.First();
        Assert.Contains(parcel.Scans, scan => carrier.MakingOf(scan.ScanId)!.IsOfOther);
        Assert.Equal(Place.Delivered, parcel.Place);
    }

    [Theory]
    [InlineData("unit_claimed_as_damaged_and_as_lost", "claim", "claim")]
    [InlineData("unit_claimed_and_returned_at_once", "claim", "return")]
    public void Unit_is_asked_for_twice_in_a_moment(string script, string one, string other)
    {
        var asked = Play(script).Answers.Where(answer => answer.What == one || answer.What == other).ToArray();

        Assert.Equal(
            new[] { one, other }.Distinct().Order(StringComparer.Ordinal),
            asked.Select(answer => answer.What).Distinct().Order(StringComparer.Ordinal)
        );
        Assert.True(asked.Length >= 2 && asked[^1].At - asked[0].At < TimeSpan.FromMinutes(1), string.Join('\n', asked.AsEnumerable()));
        Assert.Single(asked, answer => answer.IsSuccess);
    }

    [Fact]
    public void Page_is_read_while_the_rest_is_to_come()
    {
        var life = new Life(Simulated.App, Script("rest_of_a_split_order_still_to_come"));
        var pages = new List<(OrderStatus Status, int Delivered)>();
        life.PageRead = (order, _) =>
            pages.Add((order.Status, life.World.Carrier.Parcels.Values.Count(parcel => parcel.Place == Place.Delivered)));
        life.Play();

        Assert.Contains((OrderStatus.Shipped, 1), pages);
        Assert.Equal(2, life.World.Carrier.Parcels.Values.Count(parcel => parcel.Place == Place.Delivered));
    }

    [Fact]
    public void Attempt_is_told_under_three_ids()
    {
        var carrier = Play("failed_attempt_told_under_three_ids").World.Carrier;

        var scans = carrier.Parcels.Values.SelectMany(parcel => parcel.Scans).Where(scan => scan.Status == ParcelStatus.AttemptFailed);
        Assert.Equal(3, scans.Select(scan => scan.ScanId).Distinct(StringComparer.Ordinal).Count());
        Assert.Single(scans.Select(scan => carrier.MakingOf(scan.ScanId)!.At).Distinct());
    }

    /// <summary>However somebody writes their name, phone and address: they are served.</summary>
    [Theory]
    [MemberData(nameof(Spellings))]
    public void Customer_of_any_spelling_is_served(string spelling)
    {
        var plain = Script("card_payment_told_under_two_ids");
        var life = new Life(
            Simulated.App,
            plain with
            {
                Orders = [plain.Orders[0] with { Country = "DE", Spelling = Enum.Parse<Spelling>(spelling) }],
                Deeds =
                [
                    plain.Deeds.Single(deed => deed.Kind == DeedKind.Pay),
                    new Deed(0, OrderStatus.InReview, TimeSpan.FromHours(1), DeedKind.Review, 3),
                ],
            }
        );
        life.Play();

        Assert.True(life.Orders.Count == 1, string.Join('\n', life.Journal));
    }

    /// <summary>Random lives have all of it.</summary>
    [Fact]
    public void Seeds_have_every_oddity()
    {
        var scripts = Enumerable.Range(1, SeedsForAll).Select(ScriptWriter.Write).ToArray();
        var plans = scripts.SelectMany(script => script.Orders).ToArray();

        Assert.Empty(Enum.GetValues<CarrierClock>().Except(plans.Select(plan => plan.Clock)));
        Assert.Empty(Enum.GetValues<Spelling>().Except(plans.Select(plan => plan.Spelling)));
        Assert.Empty(Enum.GetValues<Journey>().Except(plans.Select(plan => plan.Journey)));
        Assert.Empty(
            Enum.GetValues<DeedKind>()
                .Where(kind => kind >= DeedKind.TellMoneyTwice)
                .Except(scripts.SelectMany(script => script.Deeds).Select(deed => deed.Kind))
        );
        Assert.Contains(plans, plan => plan.House > 0);
    }

    private static Life Play(string script) => Trial.Of(Simulated.App, Script(script)).Life;

    private static Script Script(string name) =>
        Scripts.Script.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Regressions", name + ".json")));
}
