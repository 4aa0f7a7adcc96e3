using System.Text;
using CsCheck;
using Microsoft.AspNetCore.Http;
using Orders.Functions.Domain.Storefront;
using StandardWebhooks;
using StandardWebhooks.Diagnostics;

namespace Domain.Tests.Storefront;

/// <summary>Vectors of docs/design, counted with other tools; and the standard's own package.</summary>
public sealed class WebhookSecretTests
{
    private const string First = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private const string Second = "whsec_ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=";
    private const string FirstSigned = "v1,9Vid/Tl+fKxEpBt+K6pnmIMrzrwKZBV3mqzmZT1/koA=";
    private const string SecondSigned = "v1,B+Spx+m7SqtQ7eNHqRESasZhxewiZc23cNByClKOzLY=";

    private static readonly DateTimeOffset _at = DateTimeOffset.FromUnixTimeSeconds(1767225600);
    private static readonly byte[] _body = Encoding.UTF8.GetBytes(
        """{"type":"order.shipped","timestamp":"2026-01-01T00:00:00Z","data":{"order_id":"ord_42"}}"""
    );

    [Theory]
    [InlineData(First, FirstSigned)]
    [InlineData(Second, SecondSigned)]
    public void Signature_is_that_of_the_vectors(string secret, string signature) =>
        Assert.Equal(signature, WebhookSecret.Sign([Key(secret)], "msg_1", _at, _body));

    [Fact]
    public void Two_secrets_sign_while_one_is_rolled()
    {
        var headers = WebhookSecret.Headers([Key(Second), Key(First)], "msg_1", _at, _body);

        Assert.Equal(
            [("webhook-id", "msg_1"), ("webhook-timestamp", "1767225600"), ("webhook-signature", $"{SecondSigned} {FirstSigned}")],
            headers
        );
    }

    [Fact]
    public void Package_of_the_standard_signs_alike() =>
        Gen.Select(Gen.Byte.Array[24, 64], Gen.String[Gen.Char.AlphaNumeric, 1, 40], Gen.String, Gen.Int[0, int.MaxValue])
            .Sample(
                (key, id, text, seconds) =>
                {
                    var at = DateTimeOffset.FromUnixTimeSeconds(seconds);
                    var body = Encoding.UTF8.GetBytes(text);
                    Assert.Equal(
                        new StandardWebhook(WebhookSecret.Text(key)).Sign(id, at, Encoding.UTF8.GetString(body)),
                        WebhookSecret.Sign([key], id, at, body)
                    );
                },
                iter: 200
            );

    [Fact]
    public void Package_of_the_standard_takes_what_is_signed()
    {
        var now = DateTimeOffset.UtcNow;
        var headers = new HeaderDictionary();
        foreach (var (name, value) in WebhookSecret.Headers([Key(First)], "msg_1", now, _body))
            headers.Append(name, value);

        new StandardWebhook(First).Verify(Encoding.UTF8.GetString(_body), headers);
        Assert.Throws<WebhookVerificationException>(() => new StandardWebhook(First).Verify(Encoding.UTF8.GetString(_body) + " ", headers));
        Assert.Throws<WebhookVerificationException>(() => new StandardWebhook(Second).Verify(Encoding.UTF8.GetString(_body), headers));
    }

    [Theory]
    [InlineData("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")]
    [InlineData("whsec_AAECAwQFBgcICQoLDA0ODw==")]
    [InlineData("whsec_???")]
    [InlineData("v1,whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")]
    public void What_is_no_secret_is_not_read_as_one(string text) => Assert.False(WebhookSecret.TryRead(text, out _));

    private static byte[] Key(string secret)
    {
        Assert.True(WebhookSecret.TryRead(secret, out var key));
        Assert.Equal(secret, WebhookSecret.Text(key));
        return key;
    }
}
