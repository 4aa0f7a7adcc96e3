using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Review;
using Orders.Functions.Domain.Status;

namespace Domain.Tests.Review;

public sealed class ReviewRulesTests
{
    public static TheoryData<string, string, bool> PostalCodeCases =>
        new()
        {
            { "CN", "518000", true },
            { "CN", "010000", true },
            { "CN", "51800", false },
            { "CN", "990000", false },
            { "CN", "51800A", false },
            { "CN", "", false },
            { "US", "94105", true },
            { "US", "94105-1234", true },
            { "US", "9410", false },
            { "US", "00000", false },
            { "GB", "SW1A 1AA", true },
            { "GB", "m1 1ae", true },
            { "GB", "EC1A1BB", true },
            { "GB", "CR2 6XH", true },
            { "GB", "QA1 1AA", false },
            { "GB", "SW1A 1CA", false },
            { "DE", "10115", true },
            { "DE", "1011", false },
            { "DE", "00123", false },
            { "JP", "100-0001", true },
            { "JP", "1000001", true },
            { "JP", "100-001", false },
            { "SG", "018956", true },
            { "SG", "829999", true },
            { "SG", "740000", false },
            { "SG", "00123", false },
            { "FR", "75001", true },
            { "HK", "", true },
            { "NL", "1012 AB", true },
            { "FR", "75001;drop", false },
            { "FR", "--", false },
        };

    public static TheoryData<string, string, bool> PhoneCases =>
        new()
        {
            { "+8613800138000", "CN", true },
            { "138 0013 8000", "CN", true },
            { "123", "CN", false },
            { "+447911123456", "GB", true },
            { "+44 7911 123456", "CN", true },
            { "+999123456789", "US", false },
            { "not a phone", "US", false },
            { "(415) 555-2671", "US", true },
        };

    [Theory]
    [MemberData(nameof(PostalCodeCases))]
    public void Postal_code_is_judged_by_its_country(string country, string code, bool valid) =>
        Assert.Equal(valid, PostalCodes.IsValid(country, code));

    [Theory]
    [MemberData(nameof(PhoneCases))]
    public void Phone_is_judged_as_dialled_from_its_country(string phone, string country, bool valid) =>
        Assert.Equal(valid, PhoneRules.IsValid(phone, country));

    [Fact]
    public void Order_in_order_passes() => Assert.Empty(ReviewRules.Check(Input()));

    [Fact]
    public void All_reasons_are_given_at_once()
    {
        var contact = Samples.Contact() with
        {
            Verified = false,
            Phone = "1",
            ShipTo = Samples.Address(postalCode: "1") with { City = "?", Region = null, Phone = "2" },
        };
        var order = Samples.Order() with { Lines = [Samples.Order().Lines[0] with { Quantity = 6 }] };

        var reasons = ReviewRules.Check(new ReviewInput(order, contact, [Samples.Pro], DuplicateVerdict.Certain));

        Assert.Equal(
            [
                ReasonCode.IdentityNotVerified,
                ReasonCode.AddressCity,
                ReasonCode.AddressRegion,
                ReasonCode.AddressPostalCode,
                ReasonCode.PhoneRecipient,
                ReasonCode.PhoneCustomer,
                new Reason(ReasonCode.QuantityLimit, "HW-PRO"),
                ReasonCode.DuplicateOrder,
            ],
            reasons
        );
    }

    [Fact]
    public void Product_forbidden_in_the_country_or_no_longer_sold_is_refused()
    {
        Assert.Contains(
            new Reason(ReasonCode.CountryForbidden, "HW-PRO"),
            ReviewRules.Check(Input() with { Order = Samples.Order() with { Country = "KP" } })
        );
        Assert.Contains(new Reason(ReasonCode.NotSold, "HW-PRO"), ReviewRules.Check(Input() with { Products = [] }));
    }

    [Fact]
    public void Address_of_a_digital_order_is_no_concern()
    {
        var input = Input() with
        {
            Order = Samples.Order(kind: ProductKind.Digital),
            Contact = Samples.Contact() with { ShipTo = Samples.Address(postalCode: "1") with { Phone = "1" } },
        };

        Assert.Empty(ReviewRules.Check(input));
    }

    [Theory]
    [InlineData("identity_not_verified")]
    [InlineData("address_postal_code")]
    [InlineData("out_of_stock:HW-PRO")]
    [InlineData("payment_timeout")]
    [InlineData("handed_over")]
    public void Reasons_have_words_in_both_languages(string reason)
    {
        Assert.NotEqual(reason, ReasonTexts.All(Reasons.Parse(reason), "en"));
        Assert.Contains(ReasonTexts.All(Reasons.Parse(reason), "zh-CN"), c => c is >= '一' and <= '龥');
    }

    private static ReviewInput Input() => new(Samples.Order(), Samples.Contact(), [Samples.Pro], DuplicateVerdict.None);
}
