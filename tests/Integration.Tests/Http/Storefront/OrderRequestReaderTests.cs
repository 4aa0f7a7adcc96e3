using System.Text;
using System.Text.Json;
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
            { "customer.id", "\"..\"", "customer.id" },
            { "customer.id", "\"a%2Fb\"", "customer.id" },
            { "customer.name", "null", "customer.name" },
            { "customer.name", "\"\\u200b \\u3164\"", "customer.name" },
            { "customer.email", "\"lilei\"", "customer.email" },
            { "customer.email", "\"\"", "customer.email" },
            { "customer.phone", "\"<script>\"", "customer.phone" },
            { "customer.locale", "\"fr\"", "customer.locale" },
            { "customer.verified", "\"yes\"", "customer.verified" },
            { "customer.admin", "true", "customer.admin" },
            { "lines", "[]", "lines" },
            { "lines", "{}", "lines" },
            { "lines", "null", "lines" },
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

    [Theory]
    [InlineData("shipTo.phone", "\u202A+86 138\u20110013\u00A08000\u202C", "+86 138-0013 8000")]
    [InlineData("customer.phone", "＋８６１３８００１３８０００转２０４", "+8613800138000 ext. 204")]
    [InlineData("shipTo.postalCode", "１００－０００１", "100-0001")]
    [InlineData("shipTo.line1", "\u200B丸の内１－９－１", "丸の内1-9-1")]
    [InlineData("shipTo.recipient", "ﾔﾏﾀﾞ　ﾀﾛｳ", "ヤマダ タロウ")]
    [InlineData("shipTo.city", "Mu\u0308nchen", "München")]
    [InlineData("customer.email", "try..this.@DOCOMO.ne.jp", "try..this.@docomo.ne.jp")]
    [InlineData("lines[0].sku", "ＨＷ‐ＰＲＯ", "HW-PRO")]
    public void Text_is_kept_in_its_one_form(string path, string typed, string kept)
    {
        var request = Read(OrderRequests.Example().With(path, JsonSerializer.Serialize(typed)).ToJsonString(), out var errors);

        Assert.Empty(errors);
        Assert.Equal(
            JsonSerializer.Serialize(Read(OrderRequests.Example().With(path, JsonSerializer.Serialize(kept)).ToJsonString(), out _)),
            JsonSerializer.Serialize(request)
        );
        Assert.Contains(
            kept,
            JsonSerializer.Serialize(request, OrderJson.Options).Replace("\\u002B", "+", StringComparison.Ordinal),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("shipTo.postalCode", "\"\"")]
    [InlineData("shipTo.region", "\" \"")]
    [InlineData("shipTo.line2", "\"\\u200b\"")]
    [InlineData("shipTo.line2", "null")]
    [InlineData("acceptDuties", "null")]
    [InlineData("outOfStock", "null")]
    [InlineData("outOfStock", "\"\"")]
    [InlineData("outOfStock", "\" \"")]
    [InlineData("expectedTotal", "null")]
    public void Optional_field_that_is_empty_is_as_if_it_were_absent(string path, string json)
    {
        var request = Read(OrderRequests.Example().With(path, json).ToJsonString(), out var errors);

        Assert.Empty(errors);
        Assert.Equal(
            JsonSerializer.Serialize(Read(OrderRequests.Example().With(path, null).ToJsonString(), out _)),
            JsonSerializer.Serialize(request)
        );
    }

    [Fact]
    public void Postal_code_is_kept_in_capitals() =>
        Assert.Equal(
            "JE2 3AB",
            Read(OrderRequests.Example().With("shipTo.postalCode", "\"je2 3ab\"").ToJsonString(), out _)!.ShipTo.PostalCode
        );

    [Theory]
    [InlineData("lines[0].quantity", "1.0")]
    [InlineData("lines[0].quantity", "1e0")]
    [InlineData("expectedTotal.amount", "1.59e4")]
    public void Whole_number_is_taken_however_it_is_written(string path, string json)
    {
        var request = Read(
            OrderRequests
                .Example()
                .ToJsonString()
                .Replace(
                    path[0] == 'l' ? "\"quantity\":1" : "\"amount\":15900",
                    $"\"{path.Split('.')[1]}\":{json}",
                    StringComparison.Ordinal
                ),
            out var errors
        );

        Assert.Empty(errors);
        Assert.Equal((1, 15900), (request!.Lines[0].Quantity, request.ExpectedTotal!.Value.Amount));
    }

    [Fact]
    public void Length_is_counted_in_characters()
    {
        string With(int length) =>
            OrderRequests.Example().With("customer.name", $"\"{string.Concat(Enumerable.Repeat("𠮷", length))}\"").ToJsonString();

        Read(With(100), out var errors);
        Assert.Empty(errors);
        Read(With(101), out errors);
        Assert.Equal(["customer.name"], errors);
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
