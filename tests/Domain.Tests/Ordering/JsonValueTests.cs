using System.Globalization;
using System.Text;
using System.Text.Json;
using CsCheck;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;

namespace Domain.Tests.Ordering;

/// <summary>Numbers and times that others write, read by their value.</summary>
public sealed class JsonValueTests
{
    [Theory]
    [InlineData("1", 1L)]
    [InlineData("1.0", 1L)]
    [InlineData("1e0", 1L)]
    [InlineData("1.59E4", 15900L)]
    [InlineData("15900.00", 15900L)]
    [InlineData("1000e-3", 1L)]
    [InlineData("-0", 0L)]
    [InlineData("0.0e99999999999", 0L)]
    [InlineData("-12.50e1", -125L)]
    [InlineData("9223372036854775807.0", long.MaxValue)]
    public void Number_of_whole_value_is_whole_however_it_is_written(string number, long expected)
    {
        Assert.True(WholeNumbers.TryParse(Encoding.ASCII.GetBytes(number), out var value));
        Assert.Equal(expected, value);
        Assert.Equal(new Money(expected, "USD"), Read($$"""{"amount":{{number}},"currency":"USD"}"""));
    }

    [Theory]
    [InlineData("1.5")]
    [InlineData("1e-1")]
    [InlineData("1.0000000000000000000000000000000000000001")]
    [InlineData("9223372036854775808")]
    [InlineData("1e19")]
    [InlineData("1e99999999999")]
    [InlineData("1e-99999999999")]
    public void Number_with_a_fraction_or_too_large_is_none(string number)
    {
        Assert.False(WholeNumbers.TryParse(Encoding.ASCII.GetBytes(number), out _));
        Assert.Throws<JsonException>(() => Read($$"""{"amount":{{number}},"currency":"USD"}"""));
    }

    [Theory]
    [InlineData("\"1\"")]
    [InlineData("true")]
    [InlineData("null")]
    public void What_is_no_number_is_no_amount(string value) =>
        Assert.Throws<JsonException>(() => Read($$"""{"amount":{{value}},"currency":"USD"}"""));

    [Fact]
    public void Any_whole_number_is_read_with_a_point_and_an_exponent() =>
        Gen.Select(Gen.Long, Gen.Int[0, 12])
            .Sample(
                (number, zeros) =>
                {
                    var text = string.Create(CultureInfo.InvariantCulture, $"{number}{new string('0', zeros)}.000e-{zeros}");
                    Assert.True(WholeNumbers.TryParse(Encoding.ASCII.GetBytes(text), out var value), text);
                    Assert.Equal(number, value);
                }
            );

    [Theory]
    [InlineData("Succeeded")]
    [InlineData("SUCCEEDED")]
    [InlineData(" succeeded ")]
    [InlineData("pending,failed")]
    [InlineData("succeeded, succeeded")]
    [InlineData("0")]
    public void Name_that_a_company_sends_is_taken_in_its_exact_spelling_only(string name)
    {
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<PaymentUpdateType>($"\"{name}\"", OrderJson.Webhook));
        Assert.Equal(PaymentUpdateType.Succeeded, JsonSerializer.Deserialize<PaymentUpdateType>("\"succeeded\"", OrderJson.Webhook));
    }

    [Theory]
    [InlineData("2026-11-23T08:00:00Z", "2026-11-23T08:00:00.0000000+00:00")]
    [InlineData("2026-11-23t08:00:00z", "2026-11-23T08:00:00.0000000+00:00")]
    [InlineData("2026-11-23T08:00Z", "2026-11-23T08:00:00.0000000+00:00")]
    [InlineData("2026-11-23T08:00:00.5+08:00", "2026-11-23T08:00:00.5000000+08:00")]
    [InlineData("2026-11-23T08:00:00.123456789Z", "2026-11-23T08:00:00.1234567+00:00")]
    [InlineData("2026-11-23T08:00:00.99999999999999999999-05:30", "2026-11-23T08:00:00.9999999-05:30")]
    [InlineData("2016-12-31T23:59:60Z", "2017-01-01T00:00:00.0000000+00:00")]
    [InlineData("2017-01-01T08:59:60.7+09:00", "2017-01-01T09:00:00.0000000+09:00")]
    [InlineData("2026-11-23T08:00:00-00:00", "2026-11-23T08:00:00.0000000+00:00")]
    public void Time_of_RFC_3339_is_read_in_all_its_forms(string text, string expected)
    {
        Assert.True(Timestamps.TryParse(text, out var moment));
        Assert.Equal(expected, moment.ToString("O", CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("2026-11-23T08:00:00")]
    [InlineData("2026-11-23")]
    [InlineData("2026-02-29T08:00:00Z")]
    [InlineData("2026-11-23T24:00:00Z")]
    [InlineData("2026-11-23T08:59:60Z")]
    [InlineData("2026-11-23T08:00:61Z")]
    [InlineData("2026-11-23T08:00:00.Z")]
    [InlineData("2026-11-23T08:00:00+24:00")]
    [InlineData("9999-12-31T23:59:60Z")]
    [InlineData("2026-11-23T08:00:00Z\n")]
    [InlineData("２026-11-23T08:00:00Z")]
    [InlineData("yesterday")]
    public void What_is_no_time_with_an_offset_is_refused(string text) => Assert.False(Timestamps.TryParse(text, out _));

    private static Money? Read(string json) => JsonSerializer.Deserialize<Money>(json, OrderJson.Webhook);
}
