using System.Text.Json.Nodes;
using Integration.Tests.Http;
using Orders.Functions.Documents;

namespace Integration.Tests.Documents;

public sealed class PrintableTextTests(Face face) : IClassFixture<Face>
{
    [Theory]
    [InlineData("李雷 🐉 店🐉", "🐉")]
    [InlineData("Anna 👩‍👧", "👩‍👧")]
    [InlineData("\uE000", "\uE000")]
    [InlineData("ᠮᠣᠩᠭᠣᠯ", "ᠮ")]
    public void What_no_font_has_is_found(string text, string missing) => Assert.Equal(missing, new PrintableText().Missing(text)[0]);

    [Theory]
    [InlineData(null)]
    [InlineData("Łódź, Ґалаґана, Αθήνα")]
    [InlineData("臺北市 さくら 서울 𠮷野")]
    [InlineData("می‌خواهم ක්‍ෂ לעולם")]
    [InlineData("Apt #5 & Co. — “x” № 7 ½ €\tlast\nline")]
    public void What_some_font_has_can_be_printed(string? text) => Assert.Empty(new PrintableText().Missing(text));

    [Theory]
    [InlineData("recipient")]
    [InlineData("region")]
    [InlineData("city")]
    [InlineData("line1")]
    [InlineData("line2")]
    public async Task Order_that_no_font_can_print_is_refused_by_its_field(string field)
    {
        var body = OrderRequests.Example(AzuriteFixture.NewId("c"));
        body["shipTo"]![field] = JsonValue.Create("科技园路 1 号 🏠");

        var answer = await face.PlaceAsync(body.ToJsonString(), AzuriteFixture.NewId("k"));

        Assert.Equal((422, $"shipTo.{field}"), (answer.Status, Assert.Single(answer.Errors)));
    }
}
