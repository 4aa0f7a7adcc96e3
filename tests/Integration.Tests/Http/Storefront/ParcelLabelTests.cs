using System.Text;
using Integration.Tests.Integrations.Mail;
using Integration.Tests.Integrations.Sandbox;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Orders.Functions.Documents;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;
using Orders.Functions.Http;
using Orders.Functions.Http.Storefront;
using Orders.Functions.Storage.Customers;
using Orders.Functions.Storage.Orders;

namespace Integration.Tests.Http.Storefront;

public sealed class ParcelLabelTests(AzuriteFixture azurite)
{
    private readonly string _orderId = AzuriteFixture.NewId("o");

    [Fact]
    public async Task Booked_parcel_has_a_label_and_nothing_else_has()
    {
        await using var site = await SandboxSite.StartAsync(azurite);
        var orders = site.Get<OrderStore>();
        var order = MailSample.Order(orderId: _orderId) with { OrderNumber = "R-" + _orderId[^10..] };
        await orders.PlaceAsync(new NewOrder(order, Samples.Contact(), _orderId, "hash", "fingerprint"));

        Assert.Equal(404, Assert.IsType<Problem>(await LabelAsync(site, "o-none", 1)).Status);
        Assert.Equal(404, Assert.IsType<Problem>(await LabelAsync(site, _orderId, 1)).Status);

        await orders.RecordParcelAsync(new ParcelProgress(_orderId, MailSample.Parcel() with { Waybill = null, Sequence = 1 }));
        Assert.Equal("not_booked", Assert.IsType<Problem>(await LabelAsync(site, _orderId, 1)).Reason);

        await orders.RecordParcelAsync(new ParcelProgress(_orderId, MailSample.Parcel() with { Sequence = 2 }));
        var label = Assert.IsType<FileContentHttpResult>(await LabelAsync(site, _orderId, 1));
        Assert.Equal("application/pdf", label.ContentType);
        Assert.Equal("%PDF", Encoding.ASCII.GetString(label.FileContents.Span[..4]));

        // A label that the carrier made is printed as it is; a picture of one on a page.
        var labels = site.Get<ParcelLabels>();
        var (customer, theirs) = ((await orders.GetAsync(_orderId)).CustomerId, "%PDF-1.7 theirs"u8.ToArray());
        await labels.KeepAsync(customer, "sandbox", MailSample.Parcel().Waybill!, new CarrierLabel(theirs));
        Assert.Equal(theirs, Assert.IsType<FileContentHttpResult>(await LabelAsync(site, _orderId, 1)).FileContents.ToArray());
        await labels.KeepAsync(customer, "sandbox", MailSample.Parcel().Waybill!, new CarrierLabel(Pictures.Png()));
        label = Assert.IsType<FileContentHttpResult>(await LabelAsync(site, _orderId, 1));
        Assert.Equal("%PDF", Encoding.ASCII.GetString(label.FileContents.Span[..4]));

        await orders.RecordParcelAsync(new ParcelProgress(_orderId, MailSample.Parcel() with { Held = true, Sequence = 3 }));
        Assert.Equal("payment_disputed", Assert.IsType<Problem>(await LabelAsync(site, _orderId, 1)).Reason);

        await orders.RecordParcelAsync(new ParcelProgress(_orderId, MailSample.Parcel() with { Voided = true, Sequence = 4 }));
        Assert.Equal("voided", Assert.IsType<Problem>(await LabelAsync(site, _orderId, 1)).Reason);
    }

    private static async Task<IResult> LabelAsync(SandboxSite site, string orderId, int number)
    {
        using var printer = new LabelPrinter();
        var papers = new ParcelPapers(
            site.Get<ContactStore>(),
            site.Get<CarrierRegistry>(),
            new SenderAddress(["Orders", "Shenzhen"]),
            site.Get<ParcelLabels>(),
            printer,
            TimeProvider.System
        );
        return await new ParcelLabel(site.Get<OrderStore>(), papers).RunAsync(new DefaultHttpContext().Request, orderId, number, default);
    }
}
