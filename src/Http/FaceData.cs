namespace Orders.Functions.Http;

/// <summary>The files that are built into the app and that its HTTP face needs.</summary>
internal static class FaceData
{
    /// <summary><c>src/Http/openapi.yaml</c>.</summary>
    public static byte[] OpenApi()
    {
        using var stream = Open("openapi.yaml");
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    private static Stream Open(string name) =>
        typeof(FaceData).Assembly.GetManifestResourceStream(name)
        ?? throw new InvalidOperationException($"The app was built without {name}.");
}
