using System.Text;
using Microsoft.Extensions.Configuration;
using Orders.Functions.Integrations.Sandbox;
using Orders.Functions.Integrations.Webhooks;

namespace Integration.Tests.Integrations.Webhooks;

public sealed class TimedSignatureTests
{
    private const string Secret = "secret";
    private static readonly DateTimeOffset _sent = DateTimeOffset.FromUnixTimeSeconds(1688493073);
    private static readonly byte[] _body = Encoding.UTF8.GetBytes(
        """{"event":"track_updated","test":true,"data":{"carrier":"usps","tracking_number":"SHIPPO_DELIVERED"}}"""
    );

    /// <summary>Shippo signs in the same way; this is a body and signature of theirs.</summary>
    private const string Vector = "t=1688493073,v1=767791738df1a266d894c61890473ac44488ae818f738d84989dcaa9d80431ca";

    [Fact]
    public void Sign_gives_the_vector() => Assert.Equal(Vector, TimedSignature.Sign(Secret, _body, _sent));

    [Theory]
    [InlineData(0, null)]
    [InlineData(300, null)]
    [InlineData(301, "signature_stale")]
    [InlineData(-300, null)]
    [InlineData(-301, "signature_early")]
    public void Age_counts_in_both_directions(int secondsLater, string? refusal) =>
        Assert.Equal(refusal, TimedSignature.Refusal([Secret], Vector, _body, _sent.AddSeconds(secondsLater)));

    [Theory]
    [InlineData(null, "signature_missing")]
    [InlineData("", "signature_missing")]
    [InlineData("v1=767791738df1a266d894c61890473ac44488ae818f738d84989dcaa9d80431ca", "signature_malformed")]
    [InlineData("t=1688493073", "signature_malformed")]
    [InlineData("t=,v1=767791738df1a266d894c61890473ac44488ae818f738d84989dcaa9d80431ca", "signature_malformed")]
    [InlineData("t=-1688493073,v1=767791738df1a266d894c61890473ac44488ae818f738d84989dcaa9d80431ca", "signature_malformed")]
    [InlineData("t=99999999999999999999,v1=767791738df1a266d894c61890473ac44488ae818f738d84989dcaa9d80431ca", "signature_malformed")]
    [InlineData("t=1688493073,v0=767791738df1a266d894c61890473ac44488ae818f738d84989dcaa9d80431ca", "signature_malformed")]
    [InlineData("t=1688493073,V1=767791738df1a266d894c61890473ac44488ae818f738d84989dcaa9d80431ca", "signature_malformed")]
    [InlineData("t=1688493073,t=1688493073,v1=767791738df1a266d894c61890473ac44488ae818f738d84989dcaa9d80431ca", "signature_malformed")]
    [InlineData("t=1688493073;v1=767791738df1a266d894c61890473ac44488ae818f738d84989dcaa9d80431ca", "signature_malformed")]
    [InlineData("t=1688493073,v1=767791738df1a266d894c61890473ac44488ae818f738d84989dcaa9d80431c", "signature_malformed")]
    [InlineData("t=1688493073,v1=767791738df1a266d894c61890473ac44488ae818f738d84989dcaa9d80431cag", "signature_malformed")]
    [InlineData("t=1688493073,v1=z67791738df1a266d894c61890473ac44488ae818f738d84989dcaa9d80431ca", "signature_malformed")]
    [InlineData("t=1688493073,v1=767791738df1a266d894c61890473ac44488ae818f738d84989dcaa9d80431ca\n", "signature_malformed")]
    [InlineData("t=1688493074,v1=767791738df1a266d894c61890473ac44488ae818f738d84989dcaa9d80431ca", "signature_wrong")]
    [InlineData("t=1688493073,v1=067791738df1a266d894c61890473ac44488ae818f738d84989dcaa9d80431ca", "signature_wrong")]
    [InlineData("t=99999999999,v1=067791738df1a266d894c61890473ac44488ae818f738d84989dcaa9d80431ca", "signature_wrong")]
    public void Header_that_is_none_or_does_not_hold_is_refused(string? header, string refusal) =>
        Assert.Equal(refusal, TimedSignature.Refusal([Secret], header, _body, _sent));

    [Fact]
    public void Body_changed_by_one_byte_is_refused()
    {
        byte[] changed = [.. _body];
        changed[^1] ^= 1;

        Assert.Equal("signature_wrong", TimedSignature.Refusal([Secret], Vector, changed, _sent));
    }

    [Fact]
    public void Secret_of_another_is_refused() => Assert.Equal("signature_wrong", TimedSignature.Refusal(["other"], Vector, _body, _sent));

    [Theory]
    [InlineData("v1={0},t=1688493073")]
    [InlineData("t=1688493073, v1={0}")]
    [InlineData(" t=1688493073 ,\tv1={0} ,")]
    [InlineData("t=1688493073,v0=67f1,v1={0},v2=abc=")]
    [InlineData("t=1688493073,v1=067791738df1a266d894c61890473ac44488ae818f738d84989dcaa9d80431ca,v1={0}")]
    [InlineData("t=1688493073,v1={0},v1=067791738df1a266d894c61890473ac44488ae818f738d84989dcaa9d80431ca")]
    [InlineData("t=1688493073,v1=short,v1={0}")]
    [InlineData("scheme,t=1688493073,v1={0}")]
    public void Header_of_Stripes_form_holds_if_one_v1_does(string header) =>
        Assert.Null(
            TimedSignature.Refusal([Secret], header.Replace("{0}", Vector.Split("v1=")[1], StringComparison.Ordinal), _body, _sent)
        );

    [Fact]
    public void Both_secrets_hold_while_one_takes_the_others_place()
    {
        Assert.Null(TimedSignature.Refusal(["new", Secret], Vector, _body, _sent));
        Assert.Null(TimedSignature.Refusal(["new", Secret], TimedSignature.Sign("new", _body, _sent), _body, _sent));
        Assert.Equal("signature_wrong", TimedSignature.Refusal(["new"], Vector, _body, _sent));
    }

    [Fact]
    public void Secret_before_is_read_from_the_settings()
    {
        static SandboxSettings Read(params (string Name, string Value)[] settings) =>
            SandboxSettings.From(
                new ConfigurationBuilder()
                    .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value)))
                    .Build()
            );

        Assert.Equal(["new"], Read(("Sandbox:Secret", "new"), ("Sandbox:SecretBefore", "")).Secrets);
        Assert.Equal(["new", "old"], Read(("Sandbox:Secret", "new"), ("Sandbox:SecretBefore", "old")).Secrets);
    }
}
