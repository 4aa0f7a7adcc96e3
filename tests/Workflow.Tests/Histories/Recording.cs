using System.Security.Cryptography;
using System.Text;
using Durable.Testing.Replay;

namespace Workflow.Tests.Histories;

/// <summary>
/// Keeps what the orchestrations of a test did as a file under tests/Histories, if <c>ORDERS_RECORD=1</c> is set and the test is one of
/// <see cref="RecordedLives"/>. How to: docs/decisions/0009-versions-of-orchestrations.md.
/// </summary>
internal sealed class Recording
{
    private readonly string _life;

    private Recording(string life)
    {
        _life = life;
    }

    /// <summary>Of the test that runs; null if it is not recorded.</summary>
    public static Recording? Current =>
        Environment.GetEnvironmentVariable("ORDERS_RECORD") == "1"
        && NameOf(TestContext.Current) is { } life
        && RecordedLives.Names.Contains(life)
            ? new Recording(life)
            : null;

    /// <summary>The same each time, and another for each test.</summary>
    public string ShopId => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(_life)))[..10];

    public void Keep(IReadOnlyList<RecordedHistory> histories)
    {
        var path = RecordedLives.PathOf(OrderVersions.Current, _life);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        RecordedLife.Write(path, histories);
    }

    private static string? NameOf(ITestContext test) =>
        test.TestMethod is { } method && test.TestClass is { } type ? $"{type.TestClassName.Split('.')[^1]}.{method.MethodName}" : null;
}
