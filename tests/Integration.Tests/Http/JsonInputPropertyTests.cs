using System.Text;
using System.Text.Json;
using CsCheck;
using Microsoft.AspNetCore.Http;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Http;
using Orders.Functions.Http.Storefront;

namespace Integration.Tests.Http;

/// <summary>Whatever is posted as JSON is read, or refused with a problem that names what is wrong.</summary>
public sealed class JsonInputPropertyTests
{
    private static readonly byte[] _order = Encoding.UTF8.GetBytes(OrderRequests.Example().ToJsonString());
    private static readonly byte[] _choice =
        """{"choice":"wait","until":"2026-12-24T18:00:00+08:00","substitutes":{"HW-LITE":"HW-PRO"},"lines":[{"sku":"HW-LITE","choice":"split","substitute":null}]}"""u8.ToArray();
    private static readonly byte[] _change =
        """{"lines":[{"sku":"HW-PRO","quantity":2}],"shippingClass":"express","acceptDuties":true}"""u8.ToArray();

    [Fact]
    public Task Any_body_is_read_or_refused_with_its_errors() =>
        Mutations
            .Of(_order, _choice, _change)
            .SampleAsync(
                async body =>
                {
                    await ReadOrRefusedAsync(body, input => QuoteRequestReader.Read(input, "USD"));
                    await ReadOrRefusedAsync(body, StockChoiceReader.Read);
                    await ReadOrRefusedAsync(body, ChangeRequestReader.Read);
                    await ReadOrRefusedAsync(body, input => ReturnReader.Read(input, "o-1", DateTimeOffset.UnixEpoch));
                    if (JsonRequest.Parse(body).Document is not { } document)
                        return;
                    using (document)
                    {
                        var errors = new FieldErrors();
                        Assert.Equal(OrderRequestReader.Read(document, errors) is null, errors.Any);
                    }
                },
                iter: 2000
            );

    [Fact]
    public void Order_that_was_read_says_what_was_posted() =>
        Gen.Select(Text(100), Text(100), Text(200), Gen.Int[1, 999], Gen.Enum<ShippingClass>(), Gen.Bool)
            .Sample(
                (name, city, line, quantity, shipping, verified) =>
                {
                    var request = OrderRequests
                        .Example()
                        .With("customer.name", JsonSerializer.Serialize(name))
                        .With("customer.verified", verified ? "true" : "false")
                        .With("shipTo.city", JsonSerializer.Serialize(city))
                        .With("shipTo.line1", JsonSerializer.Serialize(line))
                        .With("lines[0].quantity", $"{quantity}")
                        .With("shippingClass", $"\"{OrderJson.Name(shipping)}\"");
                    var errors = new FieldErrors();

                    using var document = JsonRequest.Parse(Encoding.UTF8.GetBytes(request.ToJsonString())).Document!;
                    var read = OrderRequestReader.Read(document, errors);

                    Assert.False(errors.Any, string.Join(", ", errors.ToDictionary().Keys));
                    Assert.Equal(
                        (name, city, line, quantity, shipping, verified),
                        (
                            read!.Customer.Name,
                            read.ShipTo.City,
                            read.ShipTo.Line1,
                            read.Lines[0].Quantity,
                            read.ShippingClass,
                            read.Customer.Verified
                        )
                    );
                },
                iter: 500
            );

    [Fact]
    public void Idempotency_key_is_taken_as_it_is_or_refused() =>
        Mutations
            .Of("order-1001", "~!a", new string('k', 200))
            .Sample(
                key =>
                {
                    var request = new DefaultHttpContext().Request;
                    request.Headers["Idempotency-Key"] = key;
                    var errors = new FieldErrors();

                    var read = IdempotencyKey.Read(request, errors);

                    Assert.Equal(
                        key.Length is >= 1 and <= 200 && key.All(c => c is >= '!' and <= '~') ? (key, false) : ("", true),
                        (read, errors.Any)
                    );
                },
                iter: 1000
            );

    private static async Task ReadOrRefusedAsync<T>(byte[] body, Func<JsonInput, T> read)
        where T : class
    {
        var request = new DefaultHttpContext().Request;
        request.ContentType = "application/json";
        request.Body = new MemoryStream(body);

        var (value, problem) = await JsonRequest.ReadAsync(request, read, CancellationToken.None);

        Assert.True((value is null) != (problem is null));
        Assert.Equal(400, problem?.Status ?? 400);
        Assert.All(problem?.Errors ?? new Dictionary<string, IReadOnlyList<string>>(), error => Assert.NotEmpty(error.Value));
    }

    private static Gen<string> Text(int longest) =>
        Gen.OneOf(Gen.Char[' ', '~'], Gen.Char['一', '龥'], Gen.Char['À', 'ÿ'])
            .Array[1, longest]
            .Select(text => string.Join(' ', new string(text).Split(' ', StringSplitOptions.RemoveEmptyEntries)))
            .Where(text => text.Length > 0);
}
