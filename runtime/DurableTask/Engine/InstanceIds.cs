namespace LocalRuntime.DurableTask.Engine;

/// <summary>Which ids an instance may have.</summary>
internal static class InstanceIds
{
    private const int MaximumLength = 256;

    /// <exception cref="ArgumentException">The id is empty, too long, begins with @ (which marks entities) or has control characters.</exception>
    public static void Require(string id)
    {
        if (id.Length is 0 or > MaximumLength)
            throw new ArgumentException($"An instance id has 1 to {MaximumLength} characters; this one has {id.Length}.", nameof(id));
        if (id[0] == '@')
            throw new ArgumentException("An instance id must not begin with '@'.", nameof(id));
        if (id.Any(char.IsControl))
            throw new ArgumentException("An instance id must not have control characters.", nameof(id));
    }
}
