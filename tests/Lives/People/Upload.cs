using System.Text;

namespace Lives.People;

/// <summary>A form with files, as a browser sends it.</summary>
internal sealed class Upload
{
    private const string Boundary = "----simulated-boundary";

    // One pixel.
    private static readonly byte[] _png = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
    );

    private readonly MemoryStream _body = new();

    public static string ContentType => $"multipart/form-data; boundary={Boundary}";

    public Upload Text(string name, string text)
    {
        Write($"--{Boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n");
        return this;
    }

    public Upload Photo(string field) => File(field, "photo.png", _png);

    /// <summary>Called a photo, and none.</summary>
    public Upload Fake(string field) => File(field, "photo.png", "not a picture"u8.ToArray());

    public byte[] Close()
    {
        Write($"--{Boundary}--\r\n");
        return _body.ToArray();
    }

    private Upload File(string field, string name, byte[] content)
    {
        Write($"--{Boundary}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\nContent-Type: image/png\r\n\r\n");
        _body.Write(content);
        Write("\r\n");
        return this;
    }

    private void Write(string text) => _body.Write(Encoding.UTF8.GetBytes(text));
}
