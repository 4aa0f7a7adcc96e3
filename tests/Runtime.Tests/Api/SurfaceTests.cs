using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Runtime.Tests.Api;

/// <summary>
/// Whatever the stand-in makes public under an official namespace must be official, so that src compiles against either. The lists in official/ are copies of what reflection finds
/// in the official assemblies.
/// </summary>
public sealed class SurfaceTests
{
    private static readonly Dictionary<string, HashSet<string>> Official = ReadOfficial();

    public static TheoryData<string> Assemblies =>
    [
        typeof(TaskOrchestrationContext).Assembly.GetName().Name!,
        typeof(FunctionAttribute).Assembly.GetName().Name!,
    ];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Public_surface_has_nothing_that_is_not_official(string assembly)
    {
        var invented = PublicTypes(assembly).SelectMany(Invented).ToArray();

        Assert.True(invented.Length == 0, $"Not official:{Environment.NewLine}{string.Join(Environment.NewLine, invented)}");
    }

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Public_types_all_live_in_official_namespaces(string assembly) =>
        Assert.DoesNotContain(Assembly.Load(assembly).GetExportedTypes(), type => type.Namespace?.StartsWith("Microsoft.", StringComparison.Ordinal) != true);

    [Fact]
    public void Abstract_members_are_all_there_so_that_a_mock_of_one_runtime_fits_the_other()
    {
        var missing = PublicTypes(typeof(TaskOrchestrationContext).Assembly.GetName().Name!)
            .Where(type => type.IsAbstract && !type.IsSealed && Official.ContainsKey(SurfaceWriter.FullName(type)))
            .SelectMany(type => Official[SurfaceWriter.FullName(type)].Where(IsAbstract).Except(SurfaceWriter.Members(type).Append(SurfaceWriter.Kind(type)).Select(SurfaceWriter.Plain), StringComparer.Ordinal)
                .Select(line => $"{SurfaceWriter.FullName(type)}: {line}"));

        Assert.Empty(missing);

        static bool IsAbstract(string line) => line.StartsWith("abstract ", StringComparison.Ordinal) || line.StartsWith("protected abstract ", StringComparison.Ordinal);
    }

    private static IEnumerable<Type> PublicTypes(string assembly) =>
        Assembly.Load(assembly).GetExportedTypes().Where(type => type.Namespace?.StartsWith("Microsoft.", StringComparison.Ordinal) == true);

    private static IEnumerable<string> Invented(Type type)
    {
        var name = SurfaceWriter.FullName(type);
        return Official.TryGetValue(name, out var members)
            ? SurfaceWriter.Members(type).Append(SurfaceWriter.Kind(type)).Select(SurfaceWriter.Plain).Where(line => !members.Contains(line)).Select(line => $"{name}: {line}")
            : [name];
    }

    /// <summary>Types that several assemblies declare (extension classes of one name) are taken together.</summary>
    private static Dictionary<string, HashSet<string>> ReadOfficial()
    {
        var types = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        HashSet<string>? current = null;
        foreach (var line in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Api", "official"), "*.txt").SelectMany(File.ReadLines))
        {
            if (line.Length == 0 || line[0] == '#')
                continue;
            if (line[0] == ' ')
            {
                current!.Add(SurfaceWriter.Plain(line));
                continue;
            }

            // "sealed class Name<T> : Base [AttributeUsage 4]": the name is what follows the kind.
            var words = line.Split(' ');
            var kind = Array.FindIndex(words, word => word is "class" or "record" or "struct" or "interface" or "enum" or "delegate");
            var name = string.Join(' ', words.Skip(kind + 1).TakeWhile(word => word is not ":" and not "[AttributeUsage"));
            if (!types.TryGetValue(name, out current))
                types[name] = current = new HashSet<string>(StringComparer.Ordinal);
            current.Add(string.Join(' ', words.Take(kind + 1)));
        }

        return types;
    }
}
