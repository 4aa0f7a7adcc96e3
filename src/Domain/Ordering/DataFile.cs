using System.Text.Json;

namespace Orders.Functions.Domain.Ordering;

/// <summary>A table that is built into the app: versioned JSON with its source and its date.</summary>
public interface IDataFile
{
    /// <summary>Names this state of the table; kept with everything that was decided by it.</summary>
    string Version { get; }

    /// <summary>Where the figures are from.</summary>
    string Source { get; }

    /// <summary>When they were taken from there.</summary>
    DateOnly Date { get; }

    /// <summary>What is wrong with the table, a sentence without its name each.</summary>
    IEnumerable<string> Errors();
}

/// <summary>Reads the files of <c>src/Data</c>.</summary>
public static class DataFile
{
    /// <summary>The file as it was built into the app.</summary>
    /// <inheritdoc cref="Parse" path="/exception"/>
    public static T Read<T>(string name)
        where T : class, IDataFile
    {
        using var stream =
            typeof(DataFile).Assembly.GetManifestResourceStream(name)
            ?? throw new SettingException($"The app was built without src/Data/{name}.");
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return Parse<T>(name, copy.ToArray());
    }

    /// <param name="json">UTF-8.</param>
    /// <exception cref="SettingException">The file is not what it should be: a sentence for each thing that is wrong.</exception>
    public static T Parse<T>(string name, ReadOnlySpan<byte> json)
        where T : class, IDataFile
    {
        T file;
        try
        {
            file = JsonSerializer.Deserialize<T>(json, OrderJson.Strict) ?? throw new JsonException("It is null.");
        }
        catch (JsonException error)
        {
            throw new SettingException($"src/Data/{name}: {error.Message}", error);
        }

        string[] errors = [.. HeadErrors(file), .. file.Errors()];
        return errors.Length == 0
            ? file
            : throw new SettingException(string.Join(Environment.NewLine, errors.Select(error => $"src/Data/{name}: {error}")));
    }

    private static IEnumerable<string> HeadErrors(IDataFile file)
    {
        if (string.IsNullOrWhiteSpace(file.Version))
            yield return "version is empty.";
        if (string.IsNullOrWhiteSpace(file.Source))
            yield return "source is empty: say where the figures are from.";
        if (file.Date == default)
            yield return "date is empty: say when the figures were taken from the source.";
    }
}
