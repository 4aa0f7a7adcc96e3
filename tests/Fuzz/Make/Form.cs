using System.Text;
using Fuzz.Wire;

namespace Fuzz.Make;

/// <summary>A multipart/form-data body, put together part by part, right or wrong.</summary>
internal sealed class Form
{
    private readonly List<byte[]> _parts = [];

    public string Boundary { get; set; } = "fuzz-boundary";

    public IList<byte[]> Parts => _parts;

    /// <summary>What closes it.</summary>
    public byte[] End { get; set; } = "--fuzz-boundary--\r\n"u8.ToArray();

    public Form Text(string name, string value) =>
        Part($"Content-Disposition: form-data; name=\"{name}\"\r\n", Encoding.UTF8.GetBytes(value));

    public Form File(string name, string fileName, string type, byte[] content) =>
        Part($"Content-Disposition: form-data; name=\"{name}\"; filename=\"{fileName}\"\r\nContent-Type: {type}\r\n", content);

    /// <param name="headers">Each with its line end.</param>
    public Form Part(string headers, byte[] content)
    {
        _parts.Add([.. Encoding.UTF8.GetBytes($"--fuzz-boundary\r\n{headers}\r\n"), .. content, .. "\r\n"u8]);
        return this;
    }

    public FuzzRequest On(FuzzRequest request) =>
        request with
        {
            Body = [.. _parts.SelectMany(part => part), .. End],
            Headers = [.. request.Headers, ("Content-Type", $"multipart/form-data; boundary={Boundary}")],
        };
}
