using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Runtime.Tests.Api;

/// <summary>Writes public types the way the official lists do. Nullability of references is left out on both sides: attributes carry it differently from one compiler to the next.</summary>
internal static class SurfaceWriter
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(char)] = "char",
        [typeof(decimal)] = "decimal",
        [typeof(double)] = "double",
        [typeof(float)] = "float",
        [typeof(int)] = "int",
        [typeof(long)] = "long",
        [typeof(object)] = "object",
        [typeof(short)] = "short",
        [typeof(string)] = "string",
        [typeof(uint)] = "uint",
        [typeof(ulong)] = "ulong",
        [typeof(void)] = "void",
    };

    public static string Name(Type type)
    {
        if (type.IsByRef)
            return $"out {Name(type.GetElementType()!)}";
        if (type.IsArray)
            return $"{Name(type.GetElementType()!)}[]";
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return Name(underlying);
        if (type.IsGenericParameter)
            return type.Name;
        if (Keywords.TryGetValue(type, out var keyword))
            return keyword;
        var name = type.IsGenericType ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>" : type.Name;
        return type.IsNested ? $"{Name(type.DeclaringType!)}.{name}" : name;
    }

    public static string FullName(Type type) => $"{type.Namespace}.{Name(type)}";

    /// <summary>The first words of a type's line: what it is.</summary>
    public static string Kind(Type type)
    {
        if (type.IsEnum)
            return "enum";
        if (type.IsValueType)
            return "struct";
        if (type.IsInterface)
            return "interface";
        if (typeof(Delegate).IsAssignableFrom(type))
            return "delegate";
        if (type.GetMethod("<Clone>$", Declared) is not null)
            return "record";
        return type.IsAbstract && type.IsSealed ? "static class" : type.IsAbstract ? "abstract class" : type.IsSealed ? "sealed class" : "class";
    }

    /// <summary>The members that a caller or a derived class can use, one line each.</summary>
    public static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
            return Enum.GetNames(type).Select(name => $"{name} = {Convert.ToInt64(Enum.Parse(type, name), CultureInfo.InvariantCulture)}");
        if (typeof(Delegate).IsAssignableFrom(type))
            return [Method(type.GetMethod("Invoke")!)];
        return Constructors(type).Concat(type.GetFields(Declared).Where(IsVisible).Select(Field))
            .Concat(type.GetProperties(Declared).Where(IsVisible).Select(Property))
            .Concat(type.GetMethods(Declared).Where(IsVisible).Select(Method));
    }

    /// <summary>Leaves out what is not compared: nullability marks, and defaults that read differently.</summary>
    public static string Plain(string line) =>
        line.Trim().Replace("?", string.Empty, StringComparison.Ordinal).Replace("[extension] ", string.Empty, StringComparison.Ordinal)
            .Replace("= default", "= null", StringComparison.Ordinal).Replace("{  init;", "{ init;", StringComparison.Ordinal);

    private static IEnumerable<string> Constructors(Type type) => type.GetConstructors(Declared)
        .Where(constructor => !constructor.IsStatic && (constructor.IsPublic || constructor.IsFamily))
        .Select(constructor => $"{(constructor.IsFamily ? "protected " : string.Empty)}.ctor({Parameters(constructor)})");

    private static bool IsVisible(FieldInfo field) => (field.IsPublic || field.IsFamily) && !field.IsSpecialName;

    private static bool IsVisible(PropertyInfo property) => property.GetAccessors(nonPublic: true).Any(accessor => accessor.IsPublic || accessor.IsFamily);

    private static bool IsVisible(MethodInfo method) =>
        (method.IsPublic || method.IsFamily)
        && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal))
        && !method.Name.Contains('<', StringComparison.Ordinal)
        && method.GetCustomAttribute<CompilerGeneratedAttribute>() is null;

    private static string Field(FieldInfo field) =>
        $"{(field.IsStatic ? "static " : string.Empty)}{(field.IsLiteral ? "const " : field.IsInitOnly ? "readonly " : string.Empty)}{Name(field.FieldType)} {field.Name}";

    private static string Property(PropertyInfo property)
    {
        var accessors = property.GetAccessors(nonPublic: true).Where(accessor => accessor.IsPublic || accessor.IsFamily).ToArray();
        var get = accessors.Any(accessor => accessor.ReturnType != typeof(void)) ? "get; " : string.Empty;
        var setter = Array.Find(accessors, accessor => accessor.ReturnType == typeof(void));
        var isInit = setter?.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) == true;
        var set = setter is null ? string.Empty : isInit ? "init; " : "set; ";
        return $"{Modifiers(accessors[0])}{Name(property.PropertyType)} {property.Name} {{ {get}{set}}}";
    }

    private static string Method(MethodInfo method)
    {
        var generic = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(Name))}>" : string.Empty;
        return $"{Modifiers(method)}{Name(method.ReturnType)} {method.Name}{generic}({Parameters(method)})";
    }

    private static string Modifiers(MethodInfo method)
    {
        var access = method.IsFamily ? "protected " : string.Empty;
        if (method.IsStatic)
            return $"{access}static ";
        if (method.IsAbstract)
            return $"{access}abstract ";
        if (!method.IsVirtual || method.IsFinal)
            return access;
        return method.GetBaseDefinition() == method ? $"{access}virtual " : $"{access}override ";
    }

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        var text = $"{(parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params " : string.Empty)}{Name(parameter.ParameterType)} {parameter.Name}";
        if (!parameter.HasDefaultValue)
            return text;
        return parameter.DefaultValue switch
        {
            null => $"{text} = null",
            bool value => $"{text} = {(value ? "true" : "false")}",
            string value => $"{text} = \"{value}\"",
            var value => string.Create(CultureInfo.InvariantCulture, $"{text} = {value}"),
        };
    }
}
