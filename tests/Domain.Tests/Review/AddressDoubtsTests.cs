using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Review;

namespace Domain.Tests.Review;

public sealed class AddressDoubtsTests
{
    public static TheoryData<string, string> Names =>
        new()
        {
            { "asdf", AddressDoubts.Recipient },
            { "Qwerty Qwerty", AddressDoubts.Recipient },
            { "aaaa", AddressDoubts.Recipient },
            { "X", AddressDoubts.Recipient },
            { "李", AddressDoubts.Recipient },
            { "𠮷", AddressDoubts.Recipient },
            { "E\u0301", AddressDoubts.Recipient },
        };

    public static TheoryData<string, string> Streets =>
        new()
        {
            { "asdf", "GB" },
            { "ASDF 12", "GB" },
            { "lkjhgf", "GB" },
            { "asdasd", "US" },
            { "qsdf", "FR" },
            { "aaa", "DE" },
            { "x", "DE" },
            { "啊啊啊", "CN" },
            { "12", "GB" },
        };

    [Theory]
    [MemberData(nameof(Names))]
    public void Name_that_is_none_waits_for_a_person(string name, string doubt)
    {
        var contact = Samples.Contact();

        Assert.Contains(doubt, Of(contact with { ShipTo = contact.ShipTo with { Recipient = name } }));
        Assert.Contains(AddressDoubts.CustomerName, AddressDoubts.Of(contact with { Name = name }, ParcelNeed.None));
    }

    [Theory]
    [InlineData("Ng E")]
    [InlineData("山田 𡈽")]
    [InlineData("𠮷𡈽")]
    [InlineData("Li")]
    [InlineData("José")]
    [InlineData("Anna Trew")]
    [InlineData("欧阳娜娜")]
    [InlineData("नेहा")]
    public void Short_and_rare_names_are_names(string name)
    {
        var contact = Samples.Contact();

        Assert.Empty(Of(contact with { Name = name, ShipTo = contact.ShipTo with { Recipient = name } }));
    }

    [Theory]
    [MemberData(nameof(Streets))]
    public void Street_that_is_none_waits_for_a_person(string street, string country)
    {
        var contact = Samples.Contact();
        var place = contact.ShipTo with { Line1 = street, Country = country };

        Assert.Equal([AddressDoubts.Street], Of(contact with { ShipTo = place }));
        Assert.DoesNotContain(ReasonCode.AddressLine1, AddressRules.Check(place).Select(reason => reason.Code));
    }

    [Theory]
    [InlineData("1-9-1", "JP")]
    [InlineData("１丁目９番１号", "JP")]
    [InlineData("三〇二号", "CN")]
    [InlineData("𠮷田町", "JP")]
    [InlineData("Q 7, 24", "DE")]
    [InlineData("12 Park Road", "GB")]
    [InlineData("Asdfstraat 3", "NL")]
    public void Street_of_its_country_passes(string street, string country)
    {
        var contact = Samples.Contact();
        var place = contact.ShipTo with { Line1 = street, Country = country };

        Assert.Empty(Of(contact with { ShipTo = place }));
        Assert.DoesNotContain(ReasonCode.AddressLine1, AddressRules.Check(place).Select(reason => reason.Code));
    }

    [Fact]
    public void City_typed_at_random_waits_for_a_person()
    {
        var contact = Samples.Contact();

        Assert.Equal([AddressDoubts.City], Of(contact with { ShipTo = contact.ShipTo with { City = "zxcvb" } }));
    }

    [Fact]
    public void Names_and_places_in_supplementary_characters_are_no_reason_to_refuse() =>
        Assert.Empty(AddressRules.Check(Samples.Contact().ShipTo with { Recipient = "𠮷𡈽", City = "𠮷", Line1 = "𡈽" }));

    [Fact]
    public void Line_without_letter_or_number_is_no_street() =>
        Assert.Equal([ReasonCode.AddressLine1], AddressRules.Check(Samples.Contact().ShipTo with { Line1 = "--", Line2 = null }));

    [Fact]
    public void Doubt_is_neither_a_pass_nor_a_refusal_nor_a_risk()
    {
        var contact = Samples.Contact();
        var input = new RiskInput(
            Samples.Order(),
            contact with
            {
                ShipTo = contact.ShipTo with { Line1 = "asdf", City = "asdf" },
            },
            new CustomerHistory([]),
            OthersAtAddress: 0
        );

        var assessed = RiskRules.Assess(input, new RiskSettings());

        Assert.Equal((0, RiskVerdict.ManualReview), (assessed.Score, assessed.Verdict));
        Assert.Equal([AddressDoubts.Street, AddressDoubts.City], assessed.Rules);
    }

    [Theory]
    [InlineData("𠮷田 太郎", "太郎 𠮷田")]
    [InlineData("नेहा शर्मा", "शर्मा")]
    [InlineData("𡈽", "𡈽 一")]
    public void Names_of_any_script_are_told_apart_by_whole_letters(string customer, string recipient)
    {
        var contact = Samples.Contact() with { Name = customer };
        var input = new RiskInput(
            Samples.Order(),
            contact with
            {
                ShipTo = contact.ShipTo with { Recipient = recipient },
            },
            new CustomerHistory([]),
            OthersAtAddress: 0
        );

        Assert.DoesNotContain(RiskRules.NameMismatch, RiskRules.Assess(input, new RiskSettings()).Rules);
        Assert.Contains(
            RiskRules.NameMismatch,
            RiskRules
                .Assess(input with { Contact = contact with { ShipTo = contact.ShipTo with { Recipient = "𠀋𠂉" } } }, new RiskSettings())
                .Rules
        );
    }

    private static IReadOnlyList<string> Of(Contact contact) => AddressDoubts.Of(contact, ParcelNeed.Parcel);
}
