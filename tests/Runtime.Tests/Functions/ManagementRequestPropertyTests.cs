using CsCheck;
using LocalRuntime.Functions.Http;
using LocalRuntime.Functions.Management;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Orders.Tests;

namespace Runtime.Tests.Functions;

/// <summary>Whatever stands in a query or a path of the management API is read, or refused by name.</summary>
public sealed class ManagementRequestPropertyTests
{
    [Fact]
    public void Any_value_is_read_or_refused_by_name() => Mutations.Of("true", "100", "2026-11-23T08:00:00Z", "Running,Failed", "0001-01-01", "9999-12-31T23:59:59-14:00").Sample(
        value =>
        {
            var http = new DefaultHttpContext();
            http.Request.QueryString = QueryString.Create("a", value);
            var request = new ManagementRequest(http);
            foreach (var read in (Action[])[() => request.Flag("a", whenMissing: true), () => Assert.True(request.Number("a") is null or >= 0), () => request.Time("a"), () => request.Statuses("a"), () => request.Text("a")])
            {
                try
                {
                    read();
                }
                catch (RequestException refused)
                {
                    Assert.Equal((400, "a"), (refused.Status, refused.Field));
                }
            }
        },
        iter: 2000);

    [Fact]
    public void Segment_is_what_the_caller_escaped() => Gen.String.Where(id => id.Length > 0 && !id.Any(char.IsSurrogate)).Sample(id =>
    {
        var http = new DefaultHttpContext();
        http.Features.Get<IHttpRequestFeature>()!.RawTarget = $"{ManagementEndpoints.Base}/instances/{Uri.EscapeDataString(id)}/raiseEvent/Paid?a=/b/c";
        Assert.Equal((id, "Paid"), (new ManagementRequest(http).Segment(0), new ManagementRequest(http).Segment(2)));
    });
}
