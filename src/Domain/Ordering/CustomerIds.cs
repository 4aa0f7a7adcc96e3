namespace Orders.Functions.Domain.Ordering;

/// <summary>
/// Ids by which shops know their customers. They are taken as they are, since two that are nearly equal are two customers; and they stand in
/// addresses, so that one which would not arrive there is refused.
/// </summary>
public static class CustomerIds
{
    private const int Longest = 100;

    /// <summary>An id without the space around it.</summary>
    /// <returns>What is wrong with it; null if nothing is.</returns>
    public static string? TryRead(string typed, out string id)
    {
        id = typed.Trim();
        return id.Length == 0 ? "Is empty."
            : id.Length > Longest ? $"Is longer than {Longest} characters."
            : id.Any(c => c is < '!' or > '~') ? "Should be visible ASCII characters."
            : id.AsSpan().ContainsAny('%', '\\') ? "Should be without % and \\, which do not arrive in an address as they were sent."
            // An address is shortened by them on its way, encoded or not (RFC 3986, 5.2.4).
            : id.Split('/').Any(part => part is "." or "..") ? "Should have no part that is only . or .., which an address drops."
            : null;
    }
}
