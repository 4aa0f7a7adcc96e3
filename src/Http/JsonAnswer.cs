using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Http;

/// <summary>An answer in JSON that is known by its content: who holds it already need not be given it again (RFC 9110, 13.1.2).</summary>
internal sealed class JsonAnswer
{
    private readonly byte[] _body;

    private JsonAnswer(byte[] body)
    {
        _body = body;
        Tag = new($"\"{Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(..16))}\"");
    }

    public EntityTagHeaderValue Tag { get; }

    public static JsonAnswer Of<T>(T content) => new(JsonSerializer.SerializeToUtf8Bytes(content, OrderJson.Options));

    public bool IsOneOf(IEnumerable<EntityTagHeaderValue> held) =>
        held.Any(tag => tag.Equals(EntityTagHeaderValue.Any) || tag.Compare(Tag, useStrongComparison: false));

    /// <param name="held">What the caller holds.</param>
    public IResult To(HttpResponse response, IEnumerable<EntityTagHeaderValue> held)
    {
        response.Headers.ETag = Tag.ToString();
        return IsOneOf(held)
            ? Results.StatusCode(StatusCodes.Status304NotModified)
            : Results.Bytes(_body, "application/json; charset=utf-8");
    }
}
