using System.Text;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Http;
using Orders.Functions.Http.Storefront;

namespace Integration.Tests.Http.Storefront;

public sealed class OrderRequestReaderTests
{
    public static TheoryData<string, string?, string> Spoilt =>
        new()
        {
            { "customer", null, "customer" },
            { "customer", "\"Li\"", "customer" },
            { "customer.id", "\"c 1\"", "customer.id" },
            { "customer.name", "\"\"", "customer.name" },
            { "customer.name", "\"a\\u0007b\"", "customer.name" },
            { "customer.email", "\"lilei\"", "customer.email" },
            { "customer.phone", "\"<script>\"", "customer.phone" },
            { "customer.locale", "\"fr\"", "customer.locale" },
            { "customer.verified", "\"yes\"", "customer.verified" },
            { "customer.admin", "true", "customer.admin" },
            { "lines", "[]", "lines" },
            { "lines", "{}", "lines" },
            { "lines[0]", "7", "lines[0]" },
            { "lines[0].sku", "12", "lines[0].sku" },
            { "lines[0].quantity", "0", "lines[0].quantity" },
            { "lines[0].quantity", "-1", "lines[0].quantity" },
            { "lines[0].quantity", "1.5", "lines[0].quantity" },
            { "lines[0].quantity", "\"1\"", "lines[0].quantity" },
            { "lines[0].quantity", "99999999999999999999", "lines[0].quantity" },
            { "lines[0].price", "1", "lines[0].price" },
            { "shipTo.country", "\"cn\"", "shipTo.country" },
            { "shipTo.country", "\"ZZ\"", "shipTo.country" },
            { "shipTo.city", null, "shipTo.city" },
            { "shipTo.city", "null", "shipTo.city" },
            { "shippingClass", "\"Express\"", "shippingClass" },
            { "shippingClass", "2", "shippingClass" },
            { "paymentMethod", null, "paymentMethod" },
            { "acceptDuties", "1", "acceptDuties" },
            { "expectedTotal.amount", "-5", "expectedTotal.amount" },
            { "expectedTotal.currency", "\"usd\"", "expectedTotal.currency" },
            { "expectedDuties", "{ \"amount\": -1, \"currency\": \"USD\" }", "expectedDuties.amount" },
            { "coupon", "\"FREE\"", "coupon" },
        };

    [Fact]
    public void Example_of_the_notes_is_read()
    {
        var request = Read(OrderRequests.Example().ToJsonString(), out var errors)!;

        Assert.Empty(errors);
        Assert.Equal("李雷", request.Customer.Name);
        Assert.Equal([new RequestLine("HW-PRO", 1)], request.Lines);
        Assert.Equal(ShippingClass.Express, request.ShippingClass);
        Assert.Equal(new Money(15900, "USD"), request.ExpectedTotal);
    }

    [Theory]
    [MemberData(nameof(Spoilt))]
    public void Wrong_field_is_named_and_no_other(string path, string? json, string named)
    {
        Assert.Null(Read(OrderRequests.Example().With(path, json).ToJsonString(), out var errors));
        Assert.Equal([named], errors);
    }

    [Fact]
    public void Half_a_surrogate_pair_is_no_text()
    {
        Read(
            OrderRequests.Example().With("customer.name", "\"LiLei\"").ToJsonString().Replace("LiLei", "\\ud800", StringComparison.Ordinal),
            out var errors
        );
        Assert.Equal(["customer.name"], errors);
    }

    [Fact]
    public void All_errors_come_at_once()
    {
        var request = OrderRequests
            .Example()
            .With("customer.email", "\"x\"")
            .With("lines[0].quantity", "0")
            .With("shipTo.city", null)
            .With("extra", "1");

        Assert.Null(Read(request.ToJsonString(), out var errors));
        Assert.Equal(["customer.email", "lines[0].quantity", "shipTo.city", "extra"], errors);
    }

    [Fact]
    public void Same_sku_in_two_lines_is_refused()
    {
        var line = """{ "sku": "HW-PRO", "quantity": 1 }""";

        Read(OrderRequests.Example().With("lines", $"[{line},{line}]").ToJsonString(), out var errors);
        Assert.Equal(["lines[1].sku"], errors);
    }

    [Fact]
    public void Empty_object_lacks_everything_that_is_required()
    {
        Read("{}", out var errors);
        Assert.Equal(["customer", "lines", "shipTo", "shippingClass", "paymentMethod"], errors);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"order\"")]
    public void Body_that_is_no_object_is_refused(string json)
    {
        Read(json, out var errors);
        Assert.Equal([""], errors);
    }

    [Theory]
    [InlineData("{", "Line 1, byte 2")]
    [InlineData("{\n  \"a\": x }", "Line 2, byte 8")]
    [InlineData("", "Line 1, byte 1")]
    [InlineData("{} {}", "Line 1, byte 4")]
    public void Broken_json_is_shown_where_it_breaks(string json, string place)
    {
        var (document, problem) = JsonRequest.Parse(Encoding.UTF8.GetBytes(json));

        Assert.Null(document);
        Assert.Equal(400, problem!.Status);
        Assert.StartsWith(place, problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Repeated_members_deep_nesting_and_invalid_text_are_malformed_JSON()
    {
        Assert.NotNull(JsonRequest.Parse("{\"a\":1,\"a\":2}"u8.ToArray()).Problem);
        Assert.NotNull(JsonRequest.Parse(Encoding.UTF8.GetBytes(new string('[', 40) + new string(']', 40))).Problem);
        Assert.NotNull(JsonRequest.Parse(new byte[] { (byte)'"', 0xC3, (byte)'"' }).Problem);
    }

    private static OrderRequest? Read(string json, out IEnumerable<string> paths)
    {
        var (document, problem) = JsonRequest.Parse(Encoding.UTF8.GetBytes(json));
        Assert.Null(problem);
        var errors = new FieldErrors();
        using (document)
        {
            var request = OrderRequestReader.Read(document!, errors);
            paths = errors.ToDictionary().Keys;
            return request;
        }
    }
}
