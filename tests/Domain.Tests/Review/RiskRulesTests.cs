using Microsoft.Extensions.Configuration;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Review;
using Orders.Functions.Domain.Status;

namespace Domain.Tests.Review;

public sealed class RiskRulesTests
{
    private static readonly RiskSettings _settings = new()
    {
        HighRiskCountries = ["CN"],
        HighValue = 15900,
        ManyOrders = 2,
        ManyCancelled = 1,
        SharedAddress = 3,
    };

    public static TheoryData<string> Rules => [.. RiskRules.Weights.Keys];

    [Fact]
    public void Known_customer_with_a_usual_order_needs_no_manual_review()
    {
        var kept = new CustomerHistory([Earlier(OrderStatus.Closed, daysAgo: 90)]);

        var risk = RiskRules.Assess(new RiskInput(Samples.Order(), Samples.Contact(), kept, OthersAtAddress: 0), new RiskSettings());

        Assert.Equal((0, RiskVerdict.Pass), (risk.Score, risk.Verdict));
        Assert.Empty(risk.Rules);
    }

    /// <summary>Every rule alone: it fires for its own reason, and for no other.</summary>
    [Theory]
    [MemberData(nameof(Rules))]
    public void Rule_fires_for_its_reason_and_adds_its_weight(string rule)
    {
        var alone = RiskRules.Weights.ToDictionary(weight => weight.Key, weight => weight.Key == rule ? 60 : 0, StringComparer.Ordinal);

        var quiet = RiskRules.Assess(Quiet(), _settings with { Weights = alone, HighRiskCountries = [] });
        var fired = RiskRules.Assess(Loud(), _settings with { Weights = alone });

        Assert.Equal((0, RiskVerdict.Pass), (quiet.Score, quiet.Verdict));
        Assert.Equal((60, RiskVerdict.ManualReview), (fired.Score, fired.Verdict));
        Assert.Equal([rule], fired.Rules);
    }

    [Fact]
    public void Weights_add_up_to_a_refusal()
    {
        var all = RiskRules.Assess(Loud(), _settings);

        Assert.Equal(RiskRules.Weights.Keys.Order(StringComparer.Ordinal), all.Rules);
        Assert.Equal((RiskRules.Weights.Values.Sum(), RiskVerdict.Refuse), (all.Score, all.Verdict));
    }

    [Theory]
    [InlineData("李雷", "李 雷", false)]
    [InlineData("Maria da Silva", "SILVA, Maria", false)]
    [InlineData("Anna Schmidt", "Familie Schmidt", false)]
    [InlineData("J. Smith", "Li Lei", true)]
    [InlineData("李雷", "韩梅梅", true)]
    public void Names_differ_only_when_they_share_no_part(string customer, string recipient, bool differs)
    {
        var input = Quiet() with
        {
            Contact = Samples.Contact() with { Name = customer, ShipTo = Samples.Address() with { Recipient = recipient } },
        };

        Assert.Equal(differs, RiskRules.Assess(input, new RiskSettings()).Rules.Contains(RiskRules.NameMismatch));
    }

    [Theory]
    [InlineData("x@mailinator.com", true)]
    [InlineData("x@eu.MAILINATOR.com", true)]
    [InlineData("mailinator.com@shop.example", false)]
    [InlineData("x@notmailinator.com", false)]
    public void Domain_of_an_email_is_blocked_with_all_below_it(string email, bool blocked) =>
        Assert.Equal(
            blocked,
            RiskRules
                .Assess(Quiet() with { Contact = Samples.Contact() with { Email = email } }, new RiskSettings())
                .Rules.Contains(RiskRules.BlockedEmailDomain)
        );

    [Fact]
    public void Settings_are_read_and_all_that_are_wrong_are_named()
    {
        var read = Read(
            new()
            {
                ["ReviewAt"] = "30",
                ["ManyOrdersWithin"] = "PT2H",
                ["HighRiskCountries"] = "XA, XB",
                ["BlockedEmailDomains"] = "",
                ["Weights:name_mismatch"] = "0",
            }
        );
        var wrong = Assert.Throws<SettingException>(() =>
            Read(
                new()
                {
                    ["ReviewAt"] = "200",
                    ["RefuseAt"] = "100",
                    ["HighValue"] = "much",
                    ["ManyOrdersWithin"] = "3bd",
                    ["HighRiskCountries"] = "France",
                    ["Weights:bad_mood"] = "5",
                    ["Reviewat2"] = "1",
                }
            )
        );

        Assert.Equal((30, 120, TimeSpan.FromHours(2)), (read.ReviewAt, read.RefuseAt, read.ManyOrdersWithin));
        Assert.Equal(["XA", "XB"], read.HighRiskCountries);
        Assert.Empty(read.BlockedEmailDomains);
        Assert.Equal(0, read.Weights[RiskRules.NameMismatch]);
        foreach (
            var setting in (string[])["RefuseAt", "HighValue", "ManyOrdersWithin", "HighRiskCountries", "Weights:bad_mood", "Reviewat2"]
        )
            Assert.Contains($"Orders:Risk:{setting} ", wrong.Message, StringComparison.Ordinal);
    }

    private static RiskSettings Read(Dictionary<string, string?> settings) =>
        RiskSettings.Read(
            new ConfigurationBuilder()
                .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create($"Orders:Risk:{setting.Key}", setting.Value)))
                .Build()
        );

    // Just on this side of each threshold.
    private static RiskInput Quiet() =>
        new(
            Samples.Order() with
            {
                Total = Samples.Usd(15899),
            },
            Samples.Contact(),
            new CustomerHistory([Earlier(OrderStatus.Delivered, daysAgo: 2)]),
            OthersAtAddress: 2
        );

    // Just on the other.
    private static RiskInput Loud() =>
        new(
            Samples.Order(method: PaymentMethod.Crypto),
            Samples.Contact() with
            {
                Name = "Somebody Else",
                Email = "x@mailinator.com",
            },
            new CustomerHistory([Earlier(OrderStatus.Cancelled, daysAgo: 1)]),
            OthersAtAddress: 3
        );

    private static EarlierOrder Earlier(OrderStatus status, int daysAgo) => new("earlier", Samples.Noon.AddDays(-daysAgo), status, "print");
}
