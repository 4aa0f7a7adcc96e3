using Orders.Functions.Activities;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;
using Orders.Functions.Storage.Messaging;

namespace Domain.Tests.Status;

public sealed class AlertTextsTests
{
    public static TheoryData<AlertKind> Kinds => [.. Enum.GetValues<AlertKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_says_what_happened_and_what_to_do(AlertKind kind)
    {
        var (happened, toDo) = AlertTexts.For(kind);

        Assert.EndsWith(".", happened, StringComparison.Ordinal);
        Assert.EndsWith(".", toDo, StringComparison.Ordinal);
    }

    [Fact]
    public void Operations_page_lists_every_kind_with_its_texts_and_no_other()
    {
        var page = File.ReadAllLines(Path.Combine(Repository.Root, "docs", "operations.md"));

        var listed = page.SkipWhile(line => line != "### Alerts")
            .TakeWhile(line => line != "## Deploying")
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal));

        Assert.Equal(Enum.GetValues<AlertKind>().Select(RowOf), listed);

        static string RowOf(AlertKind kind) =>
            $"| `{OrderJson.Name(kind)}` | {AlertTexts.For(kind).Happened} | {AlertTexts.For(kind).ToDo} |";
    }

    /// <summary>Whatever raises an alert names its kind; a text of its own would not compile.</summary>
    [Fact]
    public void No_alert_is_raised_with_a_literal()
    {
        Assert.Equal(typeof(AlertKind), typeof(OpsAlertRequest).GetProperty(nameof(OpsAlertRequest.Kind))!.PropertyType);
        var raise = typeof(OpsAlerts).GetMethod(nameof(OpsAlerts.RaiseAsync))!.GetParameters();
        Assert.Equal(typeof(AlertKind), raise.Single(parameter => parameter.Name == "kind").ParameterType);
        Assert.DoesNotContain(Sources(), source => source.Contains("<AlertKind>(", StringComparison.Ordinal));
        Assert.DoesNotContain(Sources(), source => source.Contains("(AlertKind)", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_kind_is_raised_somewhere()
    {
        var sources = string.Concat(Sources());

        Assert.Empty(Enum.GetNames<AlertKind>().Where(kind => !sources.Contains($"AlertKind.{kind}", StringComparison.Ordinal)));
    }

    private static IEnumerable<string> Sources() =>
        from file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
        where !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
        where Path.GetFileName(file) != "AlertTexts.cs"
        select File.ReadAllText(file);
}
