using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Review;

namespace Domain.Tests.Review;

public sealed class DuplicatesTests
{
    private static readonly Address _home = new("Alice Smith", "+442079460123", "GB", null, "London", "12 Park Road", null, "NW1 6XE");

    public static TheoryData<string, Address, DuplicateVerdict> Again =>
        new()
        {
            { "the same", _home, DuplicateVerdict.Certain },
            {
                "spaces, case, width",
                _home with
                {
                    Recipient = "ALICE SMITH",
                    Line1 = "１２, park  road",
                    PostalCode = "nw16xe",
                },
                DuplicateVerdict.Certain
            },
            { "another phone", _home with { Phone = "+447911123456" }, DuplicateVerdict.Certain },
            {
                "another person and city",
                _home with
                {
                    Recipient = "Bob Jones",
                    City = "Leeds",
                    Line1 = "3 High Street",
                    PostalCode = "LS1 4DY",
                },
                DuplicateVerdict.None
            },
            { "another person at the address", _home with { Recipient = "Bob Jones" }, DuplicateVerdict.None },
            { "their office", _home with { Line1 = "99 Gresham Street", PostalCode = "EC2V 7NG" }, DuplicateVerdict.None },
            { "another country", _home with { Country = "IE" }, DuplicateVerdict.None },
            { "a flat more", _home with { Line2 = "Flat 3" }, DuplicateVerdict.Doubtful },
            { "a short form", _home with { Line1 = "12 Park Rd" }, DuplicateVerdict.Doubtful },
            { "a wrong code", _home with { PostalCode = "NW1 6XF" }, DuplicateVerdict.Doubtful },
            { "another spelling of the name", _home with { Recipient = "Smith, A." }, DuplicateVerdict.Doubtful },
            {
                "the name in another script, by the phone",
                _home with
                {
                    Recipient = "爱丽丝",
                    Phone = "020 7946 0123",
                },
                DuplicateVerdict.Doubtful
            },
            {
                "a name in another script, with another phone",
                _home with
                {
                    Recipient = "爱丽丝",
                    Phone = "+447911123456",
                },
                DuplicateVerdict.None
            },
        };

    [Theory]
    [MemberData(nameof(Again))]
    public void Person_and_address_decide_whether_it_is_the_same_again(string what, Address shipTo, DuplicateVerdict expected)
    {
        _ = what;
        var (first, second) = (Samples.Contact() with { ShipTo = _home }, Samples.Contact() with { ShipTo = shipTo });

        Assert.Equal(expected, Duplicates.Judge(Samples.Order(), second, [first]));
        Assert.Equal(expected, Duplicates.Judge(Samples.Order(), first, [second]));
    }

    [Fact]
    public void Gravest_of_several_counts_and_none_is_none()
    {
        var contact = Samples.Contact() with { ShipTo = _home };
        var doubtful = Samples.Contact() with { ShipTo = _home with { Line2 = "Flat 3" } };

        Assert.Equal(DuplicateVerdict.None, Duplicates.Judge(Samples.Order(), contact, []));
        Assert.Equal(DuplicateVerdict.Certain, Duplicates.Judge(Samples.Order(), contact, [doubtful, contact]));
        Assert.Equal(DuplicateVerdict.Doubtful, Duplicates.Judge(Samples.Order(), contact, [null]));
    }

    [Fact]
    public void Licences_are_compared_by_where_they_are_mailed()
    {
        var order = Samples.Order(kind: ProductKind.Digital);
        var contact = Samples.Contact();

        Assert.Equal(DuplicateVerdict.Certain, Duplicates.Judge(order, contact, [contact with { ShipTo = _home }]));
        Assert.Equal(DuplicateVerdict.Doubtful, Duplicates.Judge(order, contact, [contact with { Email = "han@example.com" }]));
    }

    [Fact]
    public void Doubtful_duplicate_asks_a_person_and_never_refuses_by_itself()
    {
        var risk = RiskRules.Assess(
            new RiskInput(Samples.Order(), Samples.Contact(), new CustomerHistory([]), OthersAtAddress: 0)
            {
                Duplicate = DuplicateVerdict.Doubtful,
            },
            new RiskSettings()
        );

        Assert.Equal((0, RiskVerdict.ManualReview), (risk.Score, risk.Verdict));
        Assert.Equal([RiskRules.PossibleDuplicate], risk.Rules);
    }
}
