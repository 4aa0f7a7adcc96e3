using Orders.Functions.Domain.Ordering;

namespace Domain.Tests.Ordering;

public sealed class CustomerIdsTests
{
    [Theory]
    [InlineData("c-1001")]
    [InlineData("auth0|5f7c8ec7")]
    [InlineData("gid://shopify/Customer/123")]
    [InlineData("alice+1@example.com")]
    [InlineData("a?b#c&d=e;f")]
    [InlineData("...")]
    [InlineData(".a")]
    public void Id_that_arrives_in_an_address_is_taken_as_it_is(string id)
    {
        Assert.Null(CustomerIds.TryRead($" {id} ", out var read));
        Assert.Equal(id, read);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData(".", "only . or ..")]
    [InlineData("..", "only . or ..")]
    [InlineData("a/../b", "only . or ..")]
    [InlineData("./a", "only . or ..")]
    [InlineData("a%2Fb", "without %")]
    [InlineData("100%", "without %")]
    [InlineData("a\\b", "without %")]
    [InlineData("a b", "visible ASCII")]
    [InlineData("a\u0000b", "visible ASCII")]
    [InlineData("ａ", "visible ASCII")]
    [InlineData("李雷", "visible ASCII")]
    public void Id_that_would_not_arrive_is_refused_with_what_is_wrong(string id, string complaint) =>
        Assert.Contains(complaint, CustomerIds.TryRead(id, out _), StringComparison.Ordinal);

    [Fact]
    public void Id_over_100_characters_is_refused()
    {
        Assert.Null(CustomerIds.TryRead(new string('c', 100), out _));
        Assert.NotNull(CustomerIds.TryRead(new string('c', 101), out _));
    }
}
