using System.Text;
using CsCheck;
using Microsoft.AspNetCore.Http;
using Orders.Functions.Documents;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Http;
using Orders.Functions.Http.Storefront;

namespace Integration.Tests.Http;

/// <summary>Whatever is posted as a form is read, or refused with a problem.</summary>
public sealed class MultipartPropertyTests : IDisposable
{
    private const string Boundary = "b-1";

    private static readonly byte[] _claim = Form(
        ("kind", "damaged"),
        ("description", "屏幕碎了。"),
        ("lines", """[{"sku":"HW-PRO","quantity":1}]""")
    );

    private readonly MultipartRequest _forms = new(TimeProvider.System);

    public void Dispose() => _forms.Dispose();

    [Fact]
    public Task Any_form_is_read_or_refused() =>
        Gen.Select(
                Mutations.Of(_claim),
                Mutations.Of($"multipart/form-data; boundary={Boundary}", $"multipart/form-data; boundary=\"{Boundary}\"")
            )
            .SampleAsync(
                async (body, type) =>
                {
                    var (form, problem) = await ReadAsync(body, body.Length % 3 == 0 ? type : $"multipart/form-data; boundary={Boundary}");
                    Assert.True((form is null) != (problem is null));
                    Assert.InRange(problem?.Status ?? 400, 400, 422);
                    if (form is null)
                        return;
                    var errors = new FieldErrors();
                    var claim = ClaimForm.Read(form, DateTimeOffset.UnixEpoch, errors);
                    Assert.True(errors.Any || claim.Lines.Count > 0);
                },
                iter: 1500
            );

    [Fact]
    public Task Texts_and_files_come_as_they_were_sent() =>
        Gen.Select(Gen.Char[' ', '~'].Array[1, 300], Gen.Int[0, 3])
            .SampleAsync(
                async (letters, files) =>
                {
                    var text = $"李{new string(letters)}雷";
                    var (form, problem) = await ReadAsync(
                        Form([("text", text)], [.. Enumerable.Repeat(Pictures.Png(8, 8), files)]),
                        $"multipart/form-data; boundary={Boundary}"
                    );

                    Assert.Null(problem);
                    var errors = new FieldErrors();
                    Assert.Equal((text, files, false), (form!.Text("text", 1000, errors), form.Files.Count, errors.Any));
                },
                iter: 200
            );

    [Fact]
    public async Task Words_of_a_form_are_brought_into_one_form()
    {
        var (form, _) = await ReadAsync(
            Form(
                ("kind", "damaged"),
                ("description", "\u200BZerbro\u0308ckelt.\r\n屏幕碎了！\u00A0"),
                ("lines", """[{"sku":"ＨＷ‐ＰＲＯ","quantity":1.0}]""")
            ),
            $"multipart/form-data; boundary={Boundary}"
        );
        var errors = new FieldErrors();

        var claim = ClaimForm.Read(form!, DateTimeOffset.UnixEpoch, errors);

        Assert.False(errors.Any);
        Assert.Equal("Zerbröckelt.\n屏幕碎了！", claim.Description);
        Assert.Equal([new ParcelLine("HW-PRO", 1)], claim.Lines);
    }

    [Fact]
    public async Task Length_of_a_forms_text_is_counted_in_characters()
    {
        var (form, problem) = await ReadAsync(
            Form(("text", string.Concat(Enumerable.Repeat("𠮷", 5000)))),
            $"multipart/form-data; boundary={Boundary}"
        );
        var errors = new FieldErrors();

        Assert.Null(problem);
        form!.Text("text", 5000, errors);
        Assert.False(errors.Any);
        form.Text("text", 4999, errors);
        Assert.True(errors.Any);
    }

    [Theory]
    [InlineData("""[{"\ud800":1,"sku":"HW-PRO","quantity":1}]""")]
    [InlineData("""[{"sku":"\ud800","quantity":1}]""")]
    [InlineData("""[{"sku":"a","sku":"b","quantity":1}]""")]
    [InlineData("""[],"kind":[""")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[")]
    public async Task Malformed_lines_of_a_claim_are_refused_by_name(string lines)
    {
        var (form, _) = await ReadAsync(
            Form(("kind", "missing"), ("description", "Gone."), ("lines", lines)),
            $"multipart/form-data; boundary={Boundary}"
        );
        var errors = new FieldErrors();

        ClaimForm.Read(form!, DateTimeOffset.UnixEpoch, errors);

        Assert.All(errors.ToDictionary().Keys, path => Assert.StartsWith("lines", path, StringComparison.Ordinal));
        Assert.True(errors.Any);
    }

    private Task<(MultipartForm? Form, Problem? Problem)> ReadAsync(byte[] body, string type)
    {
        var request = new DefaultHttpContext().Request;
        request.Method = "POST";
        request.ContentType = type;
        request.Body = new MemoryStream(body);
        return _forms.ReadAsync(request, "photos", FileKinds.Photos, "en", CancellationToken.None);
    }

    private static byte[] Form(params (string Name, string Value)[] texts) => Form(texts, []);

    private static byte[] Form((string Name, string Value)[] texts, byte[][] files) =>
        [
            .. texts.SelectMany(text =>
                Encoding.UTF8.GetBytes($"--{Boundary}\r\nContent-Disposition: form-data; name=\"{text.Name}\"\r\n\r\n{text.Value}\r\n")
            ),
            .. files.SelectMany(file =>
                (byte[])
                    [
                        .. Encoding.UTF8.GetBytes(
                            $"--{Boundary}\r\nContent-Disposition: form-data; name=\"photos\"; filename=\"a.png\"\r\nContent-Type: "
                                + "image/png\r\n\r\n"
                        ),
                        .. file,
                        .. "\r\n"u8,
                    ]
            ),
            .. Encoding.UTF8.GetBytes($"--{Boundary}--\r\n"),
        ];
}
