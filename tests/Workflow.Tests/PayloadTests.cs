using System.Collections;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orders.Functions.Activities;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;
using Orders.Functions.Orchestrations;
using Orders.Functions.Orchestrations.Shipments;

namespace Workflow.Tests;

/// <summary>
/// What travels between clients, orchestrations and activities: nothing of it is lost on the way, and enum values go by name.
/// </summary>
public sealed partial class PayloadTests
{
    private static readonly Assembly _app = typeof(RecordProgress).Assembly;

    private static readonly JsonSerializerOptions _options = new ServiceCollection()
        .AddOrchestrations()
        .BuildServiceProvider()
        .GetRequiredService<IOptions<JsonSerializerOptions>>()
        .Value;

    /// <summary>What activities take and give, and what the source says that orchestrations take, give and are told.</summary>
    public static TheoryData<Type> Travelling =>
        [
            .. Activities()
                .Concat(InOrchestrations())
                .Where(type => type.Assembly == _app || type.IsGenericType)
                .Distinct()
                .OrderBy(type => type.ToString(), StringComparer.Ordinal),
        ];

    [Theory]
    [MemberData(nameof(Travelling))]
    public void Payload_arrives_as_it_was_sent_with_its_enum_values_by_name(Type type)
    {
        var sent = Sample(type, depth: 0);

        var json = JsonSerializer.Serialize(sent, type, _options);
        var arrived = JsonSerializer.Deserialize(json, type, _options);

        Assert.Equal(json, JsonSerializer.Serialize(arrived, type, _options));
        Assert.Empty(EnumsInNumbers(JsonNode.Parse(json), type, type.Name));
    }

    [Fact]
    public void Every_kind_of_traveller_is_found()
    {
        Type[] expected =
        [
            typeof(Order),
            typeof(PaymentUpdate),
            typeof(CarrierUpdate),
            typeof(Progress),
            typeof(PartnerAnswer<BookedParcel>),
            typeof(ShipmentEnd),
            typeof(ShipmentOrder),
            typeof(PostCompletionEvent),
            typeof(CancelShipment),
        ];

        Assert.Empty(expected.Except(Travelling.Select(row => row.Data)));
    }

    private static IEnumerable<Type> Activities() =>
        from method in _app.GetTypes().SelectMany(type => type.GetMethods())
        from parameter in method.GetParameters()
        where parameter.GetCustomAttribute<ActivityTriggerAttribute>() is not null
        from type in new[] { parameter.ParameterType, ResultOf(method) }
        where type is not null
        select type;

    private static Type? ResultOf(MethodInfo method) =>
        method.ReturnType is { IsGenericType: true } task ? task.GetGenericArguments()[0] : null;

    private static IEnumerable<Type> InOrchestrations()
    {
        var types = _app.GetTypes().Where(type => !type.IsGenericType).ToLookup(type => type.Name, StringComparer.Ordinal);
        return from file in Directory.EnumerateFiles(
                Path.Combine(Repository.Root, "src", "Orchestrations"),
                "*.cs",
                SearchOption.AllDirectories
            )
            from Match match in Travellers().Matches(File.ReadAllText(file))
            let name = match.Groups["type"].Value
            where types[name].Any()
            select types[name].Single();
    }

    /// <summary>A value in which nothing has its default, as deep as payloads go.</summary>
    private static object? Sample(Type type, int depth)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner)
            return Sample(inner, depth);
        if (type.IsEnum)
            return Enum.GetValues(type).Cast<object>().Last();
        if (type == typeof(string))
            return "text 文 \"<&>";
        if (type == typeof(bool))
            return true;
        if (type == typeof(int) || type == typeof(long))
            return Convert.ChangeType(7, type, System.Globalization.CultureInfo.InvariantCulture);
        if (type == typeof(DateTimeOffset))
            return new DateTimeOffset(2027, 2, 3, 4, 5, 6, 789, TimeSpan.FromHours(8));
        if (type == typeof(TimeSpan))
            return TimeSpan.FromMinutes(90);
        if (type == typeof(DateOnly))
            return new DateOnly(2027, 2, 3);
        if (type == typeof(JsonElement))
            return JsonSerializer.SerializeToElement(Sample(typeof(PaymentUpdate), depth), _options);
        if (ElementOf(type) is { } element)
            return ListOf(element, depth > 9 ? 0 : 2, depth);
        if (
            type.IsGenericType
            && type.GetGenericTypeDefinition() is { } open
            && (open == typeof(IReadOnlyDictionary<,>) || open == typeof(Dictionary<,>))
        )
            return DictionaryOf(type.GetGenericArguments(), depth);
        return Record(type, depth);
    }

    private static object Record(Type type, int depth)
    {
        var constructor = type.GetConstructors().OrderByDescending(one => one.GetParameters().Length).First();
        var value = constructor.Invoke([
            .. constructor.GetParameters().Select(parameter => depth > 9 ? null : Sample(parameter.ParameterType, depth + 1)),
        ]);
        foreach (
            var property in type.GetProperties()
                .Where(property => property.SetMethod is { IsPublic: true } && property.GetIndexParameters().Length == 0 && depth <= 9)
        )
            property.SetValue(value, Sample(property.PropertyType, depth + 1));
        return value;
    }

    private static Type? ElementOf(Type type) =>
        type.IsArray ? type.GetElementType()
        : type.IsGenericType
        && new[]
        {
            typeof(IReadOnlyList<>),
            typeof(IReadOnlyCollection<>),
            typeof(IEnumerable<>),
            typeof(List<>),
            typeof(IReadOnlySet<>),
        }.Contains(type.GetGenericTypeDefinition())
            ? type.GetGenericArguments()[0]
        : null;

    private static Array ListOf(Type element, int length, int depth)
    {
        var list = Array.CreateInstance(element, length);
        for (var i = 0; i < length; i++)
            list.SetValue(Sample(element, depth + 1), i);
        return list;
    }

    private static IDictionary DictionaryOf(Type[] arguments, int depth)
    {
        var dictionary = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(arguments))!;
        dictionary[arguments[0] == typeof(string) ? "a key" : Sample(arguments[0], depth + 1)!] = Sample(arguments[1], depth + 1);
        return dictionary;
    }

    /// <summary>Where the JSON has something other than a name for an enum value.</summary>
    private static IEnumerable<string> EnumsInNumbers(JsonNode? json, Type type, string path)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (json is null)
            return [];
        if (type.IsEnum)
            return json.GetValueKind() == JsonValueKind.String ? [] : [$"{path}: {json.ToJsonString()}"];
        if (json is JsonArray array)
            return ElementOf(type) is { } element ? array.SelectMany((one, i) => EnumsInNumbers(one, element, $"{path}[{i}]")) : [];
        if (type.IsGenericType && type.GetGenericArguments() is [{ IsEnum: true }, _])
            return json.AsObject().Where(entry => int.TryParse(entry.Key, out _)).Select(entry => $"{path}: {entry.Key}");
        return json is JsonObject members
            ? type.GetProperties()
                .SelectMany(property =>
                    EnumsInNumbers(
                        members[JsonNamingPolicy.CamelCase.ConvertName(property.Name)],
                        property.PropertyType,
                        $"{path}.{property.Name}"
                    )
                )
            : [];
    }

    [GeneratedRegex(
        @"(?:GetInput|\.On|FollowAsync|CallActivityAsync|CallPartnerAsync|WaitForExternalEvent)<(?<type>[A-Z]\w*)>|SendEvent\([^;]*?new (?<type>[A-Z]\w*)\(",
        RegexOptions.Singleline
    )]
    private static partial Regex Travellers();
}
