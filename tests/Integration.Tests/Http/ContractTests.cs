using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Http;

namespace Integration.Tests.Http;

public sealed partial class ContractTests
{
    private static readonly Contract _contract = new();

    /// <summary>Method and path of every HTTP function in the app.</summary>
    private static IReadOnlyList<string> Routes { get; } =
    [
        .. from type in typeof(HealthLive).Assembly.GetTypes()
        from method in type.GetMethods(
            BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly
        )
        from parameter in method.GetParameters()
        let trigger = parameter.GetCustomAttribute<HttpTriggerAttribute>()
        where trigger is not null
        from verb in trigger.Methods ?? []
        select Plain(verb, $"/api/{trigger.Route}"),
    ];

    [Fact]
    public void Every_route_of_the_app_is_in_the_contract()
    {
        var known = _contract.Operations.Select(operation => Plain(operation.Method, operation.Path)).ToHashSet();

        Assert.NotEmpty(Routes);
        Assert.Empty(Routes.Where(route => !known.Contains(route)));
    }

    [Fact]
    public void Everything_the_storefront_and_operations_are_promised_is_there()
    {
        var promised = _contract.Operations.Where(operation => operation.Tag is "storefront" or "operations" or "health");

        Assert.Empty(promised.Select(operation => Plain(operation.Method, operation.Path)).Where(route => !Routes.Contains(route)));
    }

    [Fact]
    public void References_lead_somewhere() => Assert.Empty(_contract.References().Where(reference => !_contract.Resolves(reference)));

    // {n:int} and {number} are both a hole.
    private static string Plain(string method, string path) => $"{method.ToUpperInvariant()} {Hole().Replace(path, "{}")}";

    [GeneratedRegex("\\{[^}]+\\}")]
    private static partial Regex Hole();
}
