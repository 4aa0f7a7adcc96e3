using System.Net.Http.Headers;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.AspNetCore.Http;
using Orders.Functions.Commands;
using Orders.Functions.Documents;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;
using Orders.Functions.Http.Storefront;
using Orders.Functions.Storage.Customers;
using Orders.Functions.Storage.Orders;

namespace Integration.Tests.Http.Storefront;

/// <summary>What a claim's form may hold, and that a refused one leaves nothing behind: no blob, no row.</summary>
public sealed class ClaimUploadTests(Face face, AzuriteFixture azurite) : IClassFixture<Face>
{
    private const string Fields = """[{ "sku": "HW-PRO", "quantity": 1 }]""";

    public static TheoryData<string, int, string, string, byte[][]> Attacks =>
        new()
        {
            {
                "wrong type under a right name",
                415,
                "file_unsupported_type",
                "photo.jpg",
                [
                    [.. "MZ"u8, .. new byte[200]],
                ]
            },
            { "a web page as a photo", 415, "file_unsupported_type", "photo.jpg", ["<html><script>alert(1)</script></html>"u8.ToArray()] },
            {
                "a drawing with a script in it",
                415,
                "file_unsupported_type",
                "photo.jpg",
                ["<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"u8.ToArray()]
            },
            {
                "a script of the picture library",
                415,
                "file_unsupported_type",
                "photo.jpg",
                ["<?xml version='1.0'?><image><read filename='/etc/passwd'/></image>"u8.ToArray()]
            },
            { "a picture that moves", 422, "file_animated", "photo.webp", [Pictures.AnimatedWebp()] },
            { "another that moves", 422, "file_animated", "photo.png", [Pictures.AnimatedPng()] },
            { "a film's first frame", 415, "file_unsupported_type", "photo.gif", ["GIF89a/*"u8.ToArray()] },
            { "a PDF", 415, "file_unsupported_type", "photo.png", [Pictures.Pdf()] },
            {
                "11 MB",
                413,
                "file_too_large",
                "photo.jpg",
                [
                    [.. Pictures.Jpeg(), .. new byte[11_000_000]],
                ]
            },
            { "nine files", 413, "file_too_many", "photo.jpg", [.. Enumerable.Repeat(Pictures.Png(), 9)] },
            {
                "JPEG and ZIP in one",
                422,
                "file_trailing_data",
                "photo.jpg",
                [
                    [.. Pictures.Jpeg(), .. Pictures.Zip()],
                ]
            },
            {
                "a good one, then PNG and script in one",
                422,
                "file_trailing_data",
                "photo.png",
                [Pictures.Png(), [.. Pictures.Png(), .. "<script>"u8]]
            },
            { "a path in the name", 422, "file_name_holds_path", "../../etc/passwd.jpg", [Pictures.Jpeg()] },
            { "a path of the other kind", 422, "file_name_holds_path", @"C:\photos\1.jpg", [Pictures.Jpeg()] },
            { "a bomb by dimensions", 422, "file_too_many_pixels", "photo.png", [Pictures.PngBomb(100_000, 100_000)] },
            { "900 megapixels", 422, "file_too_many_pixels", "photo.png", [Pictures.PngBomb(30_000, 30_000)] },
            { "a HEIC that says so", 422, "file_too_many_pixels", "photo.heic", [Pictures.Heic(16_000, 16_000)] },
            { "half a photo", 422, "file_broken", "photo.jpg", [Pictures.Jpeg()[..300]] },
        };

    [Theory]
    [MemberData(nameof(Attacks))]
    public async Task Attack_is_refused_with_its_status_and_nothing_is_stored(
        string attack,
        int status,
        string reason,
        string name,
        byte[][] files
    )
    {
        var orderId = await DeliveredAsync();

        var answer = await PostAsync(orderId, files, name: name);

        Assert.Equal((attack, status, reason), (attack, answer.Status, answer.Text("reason")));
        Assert.StartsWith("photos", Assert.Single(answer.Errors), StringComparison.Ordinal);
        Assert.Empty((await face.Orders.FindAsync(orderId))!.Cases);
        Assert.DoesNotContain(await face.Get<CaseIndex>().OpenAsync(CaseKind.Claim), entry => entry.OrderId == orderId);
        Assert.Equal(0, await BlobsAsync(orderId));
    }

    [Fact]
    public async Task All_that_is_wrong_with_the_fields_is_told_at_once()
    {
        var orderId = await DeliveredAsync();

        var answer = await PostAsync(
            orderId,
            [Pictures.Jpeg()],
            kind: "broken",
            lines: """[{ "sku": "HW-PRO", "quantity": 0, "colour": 1 }]""",
            description: " ",
            more: ("admin", "true")
        );

        Assert.Equal(400, answer.Status);
        Assert.Equal(["kind", "description", "lines[0].quantity", "lines[0].colour", "admin"], answer.Errors);
    }

    [Fact]
    public async Task Goods_that_were_not_ordered_and_a_missing_photo_are_unprocessable()
    {
        var orderId = await DeliveredAsync();

        var answer = await PostAsync(orderId, [], lines: """[{ "sku": "HW-PRO", "quantity": 2 }, { "sku": "OTHER", "quantity": 1 }]""");

        Assert.Equal(422, answer.Status);
        Assert.Equal(["lines[0].quantity", "lines[1].sku", "photos"], answer.Errors);
    }

    [Fact]
    public async Task Form_that_is_none_or_breaks_off_is_refused()
    {
        var orderId = await DeliveredAsync();
        var json = face.Request("post", "{}");
        var cut = face.Request("post");
        cut.ContentType = "multipart/form-data; boundary=x";
        cut.Body = new MemoryStream("--x\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\ndama"u8.ToArray());

        Assert.Equal(415, (await SendAsync(orderId, json)).Status);
        Assert.Equal(400, (await SendAsync(orderId, cut)).Status);
        Assert.Equal(404, (await PostAsync("nothing", [Pictures.Jpeg()])).Status);
    }

    [Fact]
    public async Task Filed_claim_keeps_photos_sealed_and_serves_them_harmlessly()
    {
        var orderId = await DeliveredAsync();

        var answer = await PostAsync(orderId, [Pictures.Jpeg(), Pictures.Heic()], description: "屏幕碎了\nIt is cracked.");

        Assert.Equal((201, "屏幕碎了\nIt is cracked.", "open"), (answer.Status, answer.Text("description"), answer.Text("status")));
        Assert.Equal($"/api/orders/{orderId}/claims/{answer.Text("claimId")}", answer.Location);
        var claim = Assert.Single((await face.Orders.FindAsync(orderId))!.Cases);
        var customerId = (await face.Orders.GetAsync(orderId)).CustomerId;
        foreach (var (file, sent) in claim.Files.Zip([Pictures.Jpeg(), Pictures.Heic()]))
        {
            foreach (var name in file.Blobs())
            {
                var blob = new BlobServiceClient(azurite.ConnectionString).GetBlobContainerClient(CaseFiles.Container).GetBlobClient(name);
                var box = (await blob.DownloadContentAsync()).Value.Content.ToMemory();
                Assert.True(box.Span.IndexOf("JFIF"u8) < 0 && box.Span.IndexOf("heic"u8) < 0);
                Assert.DoesNotContain(orderId, name, StringComparison.Ordinal);
            }

            Assert.Equal(sent, await face.Get<CaseFiles>().FindEvidenceAsync(customerId, file.Original!));
            var photo = await PhotoAsync(orderId, claim.CaseId, claim.Files.ToList().IndexOf(file) + 1);
            Assert.Equal(
                (200, "image/jpeg", "nosniff", "sandbox; default-src 'none'"),
                (
                    photo.StatusCode,
                    photo.ContentType,
                    photo.Headers.XContentTypeOptions.ToString(),
                    photo.Headers.ContentSecurityPolicy.ToString()
                )
            );
            Assert.StartsWith("attachment", photo.Headers.ContentDisposition.ToString(), StringComparison.Ordinal);
            Assert.Equal(
                file.Sha256,
                Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(((MemoryStream)photo.Body).ToArray()))
            );
        }

        await face.Get<CustomerErasure>().EraseAsync(customerId, "ops", "asked for it", []);
        Assert.Equal(410, (await PhotoAsync(orderId, claim.CaseId, 1)).StatusCode);
        Assert.All(
            await Task.WhenAll(claim.Files.Select(file => face.Get<CaseFiles>().FindEvidenceAsync(customerId, file.Original!))),
            Assert.Null
        );
        var ended = claim with { Sequence = claim.Sequence + 1, Status = CaseStatus.Declined, EndedAt = face.Time.GetUtcNow() };
        await face.Orders.RecordCaseAsync(new CaseProgress(orderId, ended));
        Assert.Equal("contact_erased", (await PostAsync(orderId, [Pictures.Jpeg()], kind: "wrong")).Text("reason"));
        Assert.Equal(404, (await PhotoAsync(orderId, claim.CaseId, 3)).StatusCode);
    }

    [Fact]
    public async Task Claims_at_once_about_one_unit_for_any_cause_open_one()
    {
        var orderId = await DeliveredAsync();

        var answers = await Task.WhenAll(
            PostAsync(orderId, [Pictures.Jpeg()]),
            PostAsync(orderId, [Pictures.Jpeg()], kind: "missing"),
            PostAsync(orderId, [Pictures.Jpeg()], kind: "wrong"),
            PostAsync(orderId, [Pictures.Jpeg()])
        );

        Assert.Equal([201, 409, 409, 409], answers.Select(answer => answer.Status).Order());
        var claim = Assert.Single((await face.Orders.FindAsync(orderId))!.Cases);
        Assert.All(
            answers.Where(answer => answer.Status == 409),
            answer =>
            {
                Assert.Matches("^claim_(open|in_open_case)$", answer.Text("reason"));
                Assert.Equal(
                    ("claim", claim.CaseId),
                    (
                        answer.Body.GetProperty("case").GetProperty("kind").GetString(),
                        answer.Body.GetProperty("case").GetProperty("caseId").GetString()
                    )
                );
            }
        );
        Assert.Single(await face.Get<CaseIndex>().OpenAsync(CaseKind.Claim), entry => entry.OrderId == orderId);
    }

    [Fact]
    public async Task Claim_filed_again_under_its_key_is_the_same_claim()
    {
        var orderId = await DeliveredAsync();
        var key = AzuriteFixture.NewId("k");

        var answers = await Task.WhenAll(
            PostAsync(orderId, [Pictures.Jpeg()], key: key),
            PostAsync(orderId, [Pictures.Jpeg()], key: key),
            PostAsync(orderId, [Pictures.Jpeg()], key: key)
        );
        var other = await PostAsync(orderId, [Pictures.Jpeg()], description: "another story", key: key);
        var wrong = await PostAsync(orderId, [Pictures.Jpeg()], key: "with space");

        Assert.All(answers, answer => Assert.Equal(201, answer.Status));
        Assert.Single(answers.Select(answer => answer.Text("claimId")).Distinct());
        Assert.Single((await face.Orders.FindAsync(orderId))!.Cases);
        Assert.Equal((409, "urn:orders:idempotency-key-reused"), (other.Status, other.Text("type")));
        Assert.Equal(["Idempotency-Key"], wrong.Errors);
    }

    [Fact]
    public async Task Claim_after_the_window_is_told_why()
    {
        var orderId = await DeliveredAsync(deliveredAgo: new OrderWindowsOptions().Current().Claim + TimeSpan.FromSeconds(1));

        var answer = await PostAsync(orderId, [Pictures.Jpeg()]);

        Assert.Equal((409, "claim_window_over", "已超过理赔期限。"), (answer.Status, answer.Text("reason"), answer.Text("detail")));
    }

    [Fact]
    public async Task Files_of_a_claim_never_stored_are_removed_a_day_later()
    {
        var orderId = await DeliveredAsync();
        var filed = await PostAsync(orderId, [Pictures.Jpeg()]);
        var files = face.Get<CaseFiles>();
        var photo = FileCheck.Clean(Pictures.Png(), FileKinds.Photos).File!;
        var lost = await files.AddAsync("c-1", orderId, CaseKind.Claim, "never-stored", photo);

        await files.SweepAsync(face.Orders.FindCaseAsync);
        Assert.NotNull(await files.FindAsync("c-1", lost));
        Assert.NotNull(await files.FindEvidenceAsync("c-1", lost.Original!));
        face.Time.Advance(TimeSpan.FromDays(1));
        Assert.True(await files.SweepAsync(face.Orders.FindCaseAsync) >= 1);

        Assert.Null(await files.FindAsync("c-1", lost));
        Assert.Null(await files.FindEvidenceAsync("c-1", lost.Original!));
        Assert.Equal(200, (await PhotoAsync(orderId, filed.Text("claimId"), 1)).StatusCode);
    }

    private async Task<string> DeliveredAsync(TimeSpan deliveredAgo = default)
    {
        var placed = await face.PlaceAsync(OrderRequests.Example(AzuriteFixture.NewId("c")).ToJsonString(), AzuriteFixture.NewId("k"));
        await face.Hub.RunUntilIdleAsync();
        var record = (await face.Orders.FindAsync(placed.Text("orderId")))!;
        await face.Orders.RecordAsync(
            new Progress(record.Order.OrderId, record.State with { Sequence = 1, Status = OrderStatus.Delivered })
        );
        await face.Orders.RecordParcelAsync(
            new ParcelProgress(
                record.Order.OrderId,
                new ParcelState
                {
                    Number = 1,
                    Sequence = 1,
                    Lines = [new("HW-PRO", 1)],
                    Status = ParcelStatus.Delivered,
                    DeliveredAt = face.Time.GetUtcNow() - deliveredAgo,
                }
            )
        );
        return record.Order.OrderId;
    }

    private async Task<Face.Answer> PostAsync(
        string orderId,
        byte[][] files,
        string kind = "damaged",
        string lines = Fields,
        string description = "broken",
        string name = "photo.jpg",
        (string Name, string Value)? more = null,
        string? key = null
    )
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent(kind), "kind" },
            { new StringContent(description), "description" },
            { new StringContent(lines), "lines" },
        };
        if (more is var (field, value))
            form.Add(new StringContent(value), field);
        foreach (var file in files)
        {
            var part = new ByteArrayContent(file) { Headers = { ContentType = new MediaTypeHeaderValue("image/jpeg") } };
            form.Add(part, "photos", name);
        }

        var request = face.Request("post");
        if (key is not null)
            request.Headers["Idempotency-Key"] = key;
        request.ContentType = form.Headers.ContentType!.ToString();
        request.Body = await form.ReadAsStreamAsync();
        return await SendAsync(orderId, request);
    }

    private async Task<Face.Answer> SendAsync(string orderId, HttpRequest request)
    {
        // The stand-in orchestration answers nothing: the call's own clock runs until its patience is over.
        using var copy = new MemoryStream();
        await request.Body.CopyToAsync(copy);
        copy.Position = 0;
        request.Body = copy;
        var filing = face.Get<FileClaim>().RunAsync(request, orderId, face.Hub.Client, default);
        while (!filing.IsCompleted)
        {
            face.Time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.WhenAny(filing, face.Orders.FindAsync("nothing"));
        }

        return await face.AnswerAsync(await filing, request, "/api/orders/{orderId}/claims");
    }

    private async Task<HttpResponse> PhotoAsync(string orderId, string claimId, int number)
    {
        var request = face.Request("get");
        var result = await face.Get<GetClaim>().PhotoAsync(request, orderId, claimId, number, default);
        await result.ExecuteAsync(request.HttpContext);
        return request.HttpContext.Response;
    }

    private async Task<int> BlobsAsync(string orderId)
    {
        var container = new BlobServiceClient(azurite.ConnectionString).GetBlobContainerClient(CaseFiles.Container);
        return await container.ExistsAsync()
            ? await container.GetBlobsAsync(new() { Traits = BlobTraits.Metadata }).CountAsync(blob => blob.Metadata["order"] == orderId)
            : 0;
    }
}
