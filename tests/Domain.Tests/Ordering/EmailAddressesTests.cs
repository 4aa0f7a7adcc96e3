using System.Text;
using CsCheck;
using Orders.Functions.Domain.Ordering;

namespace Domain.Tests.Ordering;

public sealed class EmailAddressesTests
{
    [Theory]
    [InlineData("alice@example.com", "alice@example.com")]
    [InlineData("Alice.Smith+shop@EXAMPLE.com", "Alice.Smith+shop@example.com")]
    [InlineData("try..this.@docomo.ne.jp", "try..this.@docomo.ne.jp")]
    [InlineData("\"try..this.\"@docomo.ne.jp", "try..this.@docomo.ne.jp")]
    [InlineData(".a@ezweb.ne.jp", ".a@ezweb.ne.jp")]
    [InlineData("o'brien/sales=x@example.co.uk", "o'brien/sales=x@example.co.uk")]
    [InlineData("a@bücher.example", "a@xn--bcher-kva.example")]
    [InlineData("a@bu\u0308cher.example", "a@xn--bcher-kva.example")]
    [InlineData("a@XN--BCHER-KVA.example", "a@xn--bcher-kva.example")]
    [InlineData("a@日本語。jp", "a@xn--wgv71a119e.jp")]
    [InlineData("ａ＠ｅｘａｍｐｌｅ．ｃｏｍ", "a@example.com")]
    [InlineData("jose\u0301@example.com", "josé@example.com")]
    [InlineData("a@example.com.", "a@example.com")]
    [InlineData("\u200Ba@example.com\u00A0", "a@example.com")]
    public void Address_is_brought_into_one_form(string typed, string expected)
    {
        Assert.Null(EmailAddresses.TryRead(typed, out var address));
        Assert.Equal(expected, address);
    }

    [Theory]
    [InlineData("alice")]
    [InlineData("alice@")]
    [InlineData("@example.com")]
    [InlineData("..@example.com")]
    [InlineData("alice@localhost")]
    [InlineData("alice@192.168.1.1")]
    [InlineData("alice@[192.168.1.1]")]
    [InlineData("alice smith@example.com")]
    [InlineData("a,b@example.com")]
    [InlineData("Alice <alice@example.com>")]
    [InlineData("a@b@example.com")]
    [InlineData("a@exa_mple.com")]
    [InlineData("a@-example.com")]
    [InlineData("a@example..com")]
    [InlineData("a@example.com\r\nBcc: b@example.com")]
    [InlineData("a1234567890123456789012345678901234567890123456789012345678901234@example.com")]
    public void What_is_no_address_is_refused(string typed) => Assert.NotNull(EmailAddresses.TryRead(typed, out _));

    [Theory]
    [InlineData("try..this.@docomo.ne.jp", "\"try..this.\"@docomo.ne.jp")]
    [InlineData(".a@ezweb.ne.jp", "\".a\"@ezweb.ne.jp")]
    [InlineData("alice.smith@example.com", "alice.smith@example.com")]
    public void Local_part_with_odd_dots_is_quoted_in_a_mail(string address, string sent)
    {
        Assert.Equal(sent, EmailAddresses.ForMail(address));
        Assert.True(System.Net.Mail.MailAddress.TryCreate(sent, out var read) && read.Address == sent);
    }

    [Theory]
    [InlineData("Jose\u0301@Bücher.example", "JOSÉ@xn--bcher-kva.EXAMPLE")]
    [InlineData("\"a..b\"@docomo.ne.jp", "A..B@docomo.ne.jp")]
    public void One_mailbox_has_one_search_form(string one, string other) =>
        Assert.Equal(EmailAddresses.SearchForm(one), EmailAddresses.SearchForm(other));

    [Fact]
    public void Form_of_an_address_is_itself() =>
        Mutations
            .Of("try..this.@docomo.ne.jp", "a@bücher.example", "\"a\"@xn--bcher-kva.example", "josé@例え.テスト")
            .Sample(
                typed =>
                {
                    if (EmailAddresses.TryRead(typed, out var address) is not null)
                        return;
                    Assert.Null(EmailAddresses.TryRead(address, out var again));
                    Assert.Equal(address, again);
                    Assert.Equal(EmailAddresses.SearchForm(address), EmailAddresses.SearchForm(address.Normalize(NormalizationForm.FormD)));
                },
                iter: 5000
            );
}
