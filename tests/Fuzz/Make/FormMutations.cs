using System.Text;

namespace Fuzz.Make;

/// <summary>Spoils a multipart form.</summary>
internal static class FormMutations
{
    private static readonly string[] FileNames =
    [
        "../../a.jpg",
        "..\\\\a.jpg",
        "a.jpg%00.png",
        "",
        ".",
        "/etc/passwd",
        "CON",
        "a\\\"b.jpg",
        "😀.jpg",
        "a.jpg\"; name=\"kind",
        "%2fa",
        "李雷.jpg",
    ];

    /// <returns>What was done.</returns>
    public static string Apply(Form form, Random random)
    {
        var at = random.Next(form.Parts.Count);
        switch (random.Next(18))
        {
            case 0:
                form.Parts.RemoveAt(at);
                return "a part is missing";
            case 1:
                form.Parts.Add(form.Parts[at]);
                return "a part twice";
            case 2:
                form.Boundary = random.Next(3) switch
                {
                    0 => "other",
                    1 => "\"fuzz boundary\"",
                    _ => "",
                };
                return "another boundary";
            case 3:
                form.End = random.Next(3) switch
                {
                    0 => [],
                    1 => "--fuzz-boundary"u8.ToArray(),
                    _ => "--fuzz-boundary--trailing"u8.ToArray(),
                };
                return "no proper end";
            case 4:
                form.Part(
                    "Content-Disposition: form-data; name=\"photos\"\r\nContent-Type: multipart/mixed; boundary=inner\r\n",
                    "--inner\r\nContent-Disposition: file; filename=\"a.jpg\"\r\n\r\nx\r\n--inner--\r\n"u8.ToArray()
                );
                return "a form in the form";
            case 5:
                var name = FileNames[random.Next(FileNames.Length)];
                form.File(random.Next(2) == 0 ? "photos" : "attachments", name, "image/jpeg", Samples.Jpeg);
                return $"a file called {name}";
            case 6:
                form.Part(
                    random.Next(4) switch
                    {
                        0 => "",
                        1 => "Content-Disposition: attachment; name=\"kind\"\r\n",
                        2 => "Content-Disposition: form-data\r\n",
                        _ => "Content-Disposition: form-data; name=\"\"\r\n",
                    },
                    "x"u8.ToArray()
                );
                return "a part without a name";
            case 7:
                for (var i = 0; i < 20; i++)
                    form.Text($"t{i}", "x");
                return "20 texts more";
            case 8:
                for (var i = 0; i < 9; i++)
                    form.File("photos", "a.jpg", "image/jpeg", Samples.Jpeg);
                return "9 files more";
            case 9:
                form.Part($"Content-Disposition: form-data; name=\"x\"\r\nX-Long: {new string('a', 5000)}\r\n", "x"u8.ToArray());
                return "a long header in a part";
            case 10:
                form.Part("Content-Disposition: form-data; name=\"description\"\r\n", [0xFF, 0xFE, 0x00]);
                return "a text that is no UTF-8";
            case 11:
                form.Text("text", new string('李', 6000));
                return "a long text";
            case 12:
                form.Parts[at] = Encoding.Latin1.GetBytes(
                    Encoding.Latin1.GetString(form.Parts[at]).Replace("\r\n", "\n", StringComparison.Ordinal)
                );
                return "a part with plain line ends";
            case 13:
                form.Part("Content-Disposition: form-data; name=\"a\"; filename*=UTF-8''..%2f..%2fa.jpg\r\n", Samples.Jpeg);
                return "an encoded file name";
            case 14 or 15:
                form.Parts.Clear();
                var lines = Tree.Parse("""[{"sku":"HW-PRO","quantity":1}]""");
                var what = JsonMutations.Apply(lines, random);
                form.Text("kind", "missing").Text("description", "Gone.").Text("lines", lines.ToString());
                return $"lines: {what}";
            default:
                var (bytes, done) = ByteMutations.Apply(form.Parts[at], random);
                form.Parts[at] = bytes;
                return $"part {done}";
        }
    }
}
