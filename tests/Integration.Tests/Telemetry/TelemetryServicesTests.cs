using Azure.Identity;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Telemetry;

namespace Integration.Tests.Telemetry;

public sealed class TelemetryServicesTests
{
    [Theory]
    [InlineData("Authorization=AAD")]
    [InlineData("ClientId=7f1d3f0e-6d55-4a5b-9d3f-1f1e3c2b4a59;Authorization=AAD")]
    public void Application_Insights_is_reached_as_a_managed_identity(string text) =>
        Assert.IsType<ManagedIdentityCredential>(TelemetryServices.Identity(text));

    [Fact]
    public void Without_the_setting_the_connection_string_is_enough() => Assert.Null(TelemetryServices.Identity(null));

    [Theory]
    [InlineData("AAD")]
    [InlineData("ClientId=7f1d3f0e-6d55-4a5b-9d3f-1f1e3c2b4a59")]
    [InlineData("Authorization=key")]
    public void Anything_else_is_told_in_a_sentence(string text) =>
        Assert.StartsWith(
            "The setting APPLICATIONINSIGHTS_AUTHENTICATION_STRING",
            Assert.Throws<SettingException>(() => TelemetryServices.Identity(text)).Message,
            StringComparison.Ordinal
        );
}
