using System.Diagnostics;
using Orders.Functions.Telemetry;

namespace Integration.Tests.Telemetry;

public sealed class SpanGuardTests
{
    [Theory]
    [InlineData(
        "https://st.table.core.windows.net/OrdersByCustomer(PartitionKey='c-1001',RowKey='x')?$select=RowKey",
        "https://st.table.core.windows.net/OrdersByCustomer"
    )]
    [InlineData(
        "http://127.0.0.1:10002/devstoreaccount1/Contacts()?$filter=PartitionKey%20eq%20'c-1001'",
        "http://127.0.0.1:10002/devstoreaccount1/Contacts"
    )]
    [InlineData("https://st.blob.core.windows.net/cases/c-1001/CLM-1/photo.jpg", "https://st.blob.core.windows.net/cases")]
    [InlineData("https://st.queue.core.windows.net/mails/messages?visibilitytimeout=0", "https://st.queue.core.windows.net/mails")]
    [InlineData("https://api.sendgrid.com/v3/messages?query=lilei@example.com", "https://api.sendgrid.com/v3")]
    public void An_address_is_cut_to_what_names_no_customer(string address, string kept)
    {
        using var span = new Activity("GET").Start().SetTag("url.full", address);

        new SpanGuard().OnEnd(span);

        Assert.Equal(kept, span.GetTagItem("url.full"));
    }

    [Fact]
    public void What_is_not_known_to_be_harmless_goes()
    {
        using var span = new Activity("step")
            .Start()
            .SetTag("faas.name", "PlaceOrder")
            .SetTag("url.query", "customerId=c-1001")
            .SetTag("db.query.text", "PartitionKey eq 'c-1001'")
            .SetTag("url.full", "no address");

        new SpanGuard().OnEnd(span);

        Assert.Equal([KeyValuePair.Create<string, object?>("faas.name", "PlaceOrder")], span.TagObjects);
    }
}
