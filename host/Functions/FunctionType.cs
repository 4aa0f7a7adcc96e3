using System.Reflection;
using System.Reflection.Emit;
using Microsoft.Azure.WebJobs;
using Binder = Microsoft.Azure.WebJobs.Binder;

namespace LocalHost.Functions;

/// <summary>What an emitted method calls.</summary>
/// <param name="function">Its name.</param>
/// <param name="arguments">
/// The trigger's value, the other inputs in their order, then a <see cref="Binder"/> and a <see cref="CancellationToken"/>.
/// </param>
/// <remarks>Public because emitted code, which is an assembly of its own, has to see it.</remarks>
public delegate Task<object?> FunctionDispatcher(string function, object?[] arguments);

/// <summary>
/// One static method a function, with the attributes that the WebJobs SDK indexes; all it does is to call the host that emitted it. The
/// names matter: the state of timers and singletons is kept under "Host.Functions.{function}", as on Azure.
/// </summary>
internal static class FunctionType
{
    private const string BinderName = "__binder";
    private const string CancellationName = "__cancellation";

    /// <exception cref="HostStartException">A function has a binding that this host does not serve.</exception>
    public static Type Emit(IEnumerable<FunctionDescription> functions, FunctionDispatcher dispatcher)
    {
        var assembly = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("Host.Functions"), AssemblyBuilderAccess.Run);
        var type = assembly
            .DefineDynamicModule("Host.Functions")
            .DefineType("Host.Functions", TypeAttributes.Public | TypeAttributes.Abstract | TypeAttributes.Sealed);

        // A type a host, so that hosts in one process do not answer for one another.
        var dispatch = type.DefineField("Dispatcher", typeof(FunctionDispatcher), FieldAttributes.Public | FieldAttributes.Static);
        foreach (var function in functions)
            Emit(type, dispatch, function);
        var emitted = type.CreateType();
        emitted.GetField(dispatch.Name)!.SetValue(null, dispatcher);
        return emitted;
    }

    private static void Emit(TypeBuilder type, FieldBuilder dispatch, FunctionDescription function)
    {
        Parameter[] parameters =
        [
            Of(function, function.Trigger),
            .. function.Inputs.Select(input => Of(function, input)),
            new(BinderName, typeof(Binder), Attribute: null),
            new(CancellationName, typeof(CancellationToken), Attribute: null),
        ];
        var method = type.DefineMethod(
            function.Name,
            MethodAttributes.Public | MethodAttributes.Static,
            function.Trigger.HasResult ? typeof(Task<object>) : typeof(Task),
            [.. parameters.Select(parameter => parameter.Type)]
        );
        method.SetCustomAttribute(BindingAttributes.Make<FunctionNameAttribute>([function.Name]));
        method.SetCustomAttribute(BindingAttributes.Make<DisableAttribute>([$"AzureWebJobs.{function.Name}.Disabled"]));
        if (parameters[0].Attribute is null)
            method.SetCustomAttribute(BindingAttributes.Make<NoAutomaticTriggerAttribute>([]));
        for (var at = 0; at < parameters.Length; at++)
        {
            var parameter = method.DefineParameter(at + 1, ParameterAttributes.None, parameters[at].Name);
            if (parameters[at].Attribute is { } attribute)
                parameter.SetCustomAttribute(attribute);
        }

        EmitCall(method.GetILGenerator(), dispatch, function.Name, parameters);
    }

    /// <summary><c>return Dispatcher(function, new object[] { … });</c></summary>
    private static void EmitCall(ILGenerator code, FieldBuilder dispatch, string function, Parameter[] parameters)
    {
        code.Emit(OpCodes.Ldsfld, dispatch);
        code.Emit(OpCodes.Ldstr, function);
        code.Emit(OpCodes.Ldc_I4, parameters.Length);
        code.Emit(OpCodes.Newarr, typeof(object));
        for (var at = 0; at < parameters.Length; at++)
        {
            code.Emit(OpCodes.Dup);
            code.Emit(OpCodes.Ldc_I4, at);
            code.Emit(OpCodes.Ldarg, (short)at);
            if (parameters[at].Type.IsValueType)
                code.Emit(OpCodes.Box, parameters[at].Type);
            code.Emit(OpCodes.Stelem_Ref);
        }

        code.Emit(OpCodes.Callvirt, typeof(FunctionDispatcher).GetMethod(nameof(FunctionDispatcher.Invoke))!);
        code.Emit(OpCodes.Ret);
    }

    private static Parameter Of(FunctionDescription function, Binding binding)
    {
        var (type, attribute) = BindingAttributes.Of(function, binding);
        return new(binding.Name, type, attribute);
    }

    private sealed record Parameter(string Name, Type Type, CustomAttributeBuilder? Attribute);
}
