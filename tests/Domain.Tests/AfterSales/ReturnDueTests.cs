using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;

namespace Domain.Tests.AfterSales;

/// <summary>What comes of goods that came back: money, the same again, or their way back.</summary>
public sealed class ReturnDueTests
{
    private static readonly ReturnTerms _terms = new(
        [
            new("HW", 2, Samples.Usd(12900), ProductKind.Physical, Sealed: true),
            new("AC", 1, Samples.Usd(901), ProductKind.Physical, Sealed: false),
        ],
        ["here"],
        UsedPercent: 50,
        OpenedPercent: 0,
        Samples.Usd(3000)
    );

    public static TheoryData<string, ReturnWish, InspectedLine[], long, long, string, string> Table =>
        new()
        {
            // inspected, refund, fee, exchanged, sent back
            { "all as new: with the shipping fee", ReturnWish.Refund, [New("HW", 2), New("AC", 1)], 12900 * 2 + 901 + 3000, 0, "", "" },
            {
                "used: half, rounded up",
                ReturnWish.Refund,
                [New("HW", 2), new("AC", 1, ReturnCondition.Used)],
                12900 * 2 + 451,
                450,
                "",
                ""
            },
            {
                "opened seal: back",
                ReturnWish.Refund,
                [New("HW", 1), new("HW", 1, ReturnCondition.Used), New("AC", 1)],
                12900 + 901,
                0,
                "",
                "HW×1"
            },
            { "damaged: back", ReturnWish.Refund, [new("HW", 2, ReturnCondition.Damaged), New("AC", 1)], 901, 0, "", "HW×2" },
            {
                "missing: nothing",
                ReturnWish.Refund,
                [new("HW", 2, ReturnCondition.Missing), new("AC", 1, ReturnCondition.Missing)],
                0,
                0,
                "",
                ""
            },
            { "exchange: the same again, no shipping fee", ReturnWish.Exchange, [New("HW", 2), New("AC", 1)], 0, 0, "HW×2,AC×1", "" },
            {
                "exchange of used goods: money",
                ReturnWish.Exchange,
                [New("HW", 2), new("AC", 1, ReturnCondition.Used)],
                451,
                450,
                "HW×2",
                ""
            },
        };

    [Theory]
    [MemberData(nameof(Table))]
    public void Verdict_follows_from_the_condition(
        string what,
        ReturnWish wants,
        InspectedLine[] inspected,
        long refund,
        long fee,
        string exchanged,
        string back
    )
    {
        var verdict = ReturnDue.Of(_terms, wants, inspected, "mei");

        Assert.Equal(
            (what, refund, fee, exchanged, back),
            (what, verdict.Refund.Amount, verdict.Fee.Amount, Text(verdict.Exchanged), Text(verdict.SentBack))
        );
        Assert.Equal(refund > 0 || exchanged.Length > 0, verdict.Accepted);
        Assert.Equal(
            inspected.Where(line => line.Condition == ReturnCondition.AsNew).Sum(line => line.Quantity),
            verdict.Restocked.Sum(line => line.Quantity)
        );
    }

    [Fact]
    public void Configured_part_is_paid_for_opened_goods()
    {
        var verdict = ReturnDue.Of(
            _terms with
            {
                OpenedPercent = 30,
            },
            ReturnWish.Refund,
            [new("HW", 2, ReturnCondition.Used), New("AC", 1)],
            "mei"
        );

        Assert.Equal((12900 * 2 * 30 / 100) + 901, verdict.Refund.Amount);
        Assert.Empty(verdict.SentBack);
    }

    [Fact]
    public void Licences_are_refunded_whatever_comes_of_the_parcel()
    {
        var terms = new ReturnTerms(
            [new("HW", 1, Samples.Usd(12900), ProductKind.Physical, true), new("SW", 1, Samples.Usd(3900), ProductKind.Digital, false)],
            ["here"],
            50,
            0,
            Samples.Usd(0)
        );

        Assert.Equal(3900, ReturnDue.Of(terms, ReturnWish.Refund, [], "rule").Refund.Amount);
        Assert.Equal(3900, ReturnDue.Of(terms, ReturnWish.Refund, [new("HW", 1, ReturnCondition.Damaged)], "mei").Refund.Amount);
    }

    [Fact]
    public void Wrong_settings_are_all_named()
    {
        var settings = new Dictionary<string, string>
        {
            ["Orders:Terms:UsedReturnPercent"] = "101",
            ["Orders:Terms:OpenedReturnPercent"] = "half",
        };

        var error = Assert.Throws<SettingException>(() => ReturnOptions.Read(settings.GetValueOrDefault));

        Assert.All(
            ["Shop:ReturnAddress", "Orders:Terms:UsedReturnPercent", "Orders:Terms:OpenedReturnPercent"],
            name => Assert.Contains(name, error.Message, StringComparison.Ordinal)
        );
    }

    private static InspectedLine New(string sku, int quantity) => new(sku, quantity, ReturnCondition.AsNew);

    private static string Text(IEnumerable<ParcelLine> lines) => string.Join(',', lines.Select(line => $"{line.Sku}×{line.Quantity}"));
}
