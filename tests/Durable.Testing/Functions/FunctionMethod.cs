using System.Linq.Expressions;
using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Durable.Testing.Functions;

/// <summary>The method of a function, compiled once: what triggers it, its input and a token in, its result out.</summary>
internal sealed class FunctionMethod
{
    private static readonly MethodInfo _ofTask = Of(nameof(ResultOfTask));
    private static readonly MethodInfo _ofPlainTask = Of(nameof(ResultOfPlainTask));

    private readonly ObjectFactory? _factory;
    private readonly Func<object?, object?, object?, CancellationToken, Task<object?>> _run;

    /// <param name="trigger">The parameter that takes what triggers the function.</param>
    /// <param name="input">The parameter that takes the input beside it; null if there is none.</param>
    public FunctionMethod(MethodInfo method, ParameterInfo trigger, ParameterInfo? input)
    {
        _factory = method.IsStatic ? null : ActivatorUtilities.CreateFactory(method.DeclaringType!, []);
        _run = Compile(method, trigger, input);
    }

    public Task<object?> RunAsync(IServiceProvider services, object? trigger, object? input, CancellationToken cancellation) =>
        _run(_factory?.Invoke(services, []), trigger, input, cancellation);

    private static Func<object?, object?, object?, CancellationToken, Task<object?>> Compile(
        MethodInfo method,
        ParameterInfo trigger,
        ParameterInfo? input
    )
    {
        var target = Expression.Parameter(typeof(object));
        var first = Expression.Parameter(typeof(object));
        var second = Expression.Parameter(typeof(object));
        var cancellation = Expression.Parameter(typeof(CancellationToken));
        var arguments = method.GetParameters().Select(parameter => Argument(parameter));
        Expression call = Expression.Call(method.IsStatic ? null : Expression.Convert(target, method.DeclaringType!), method, arguments);
        return Expression
            .Lambda<Func<object?, object?, object?, CancellationToken, Task<object?>>>(Result(call), target, first, second, cancellation)
            .Compile();

        // By position: two threads that read a method's parameters for the first time may get objects of their own for the same one.
        Expression Argument(ParameterInfo parameter) =>
            parameter switch
            {
                _ when parameter.Position == trigger.Position => Given(first, parameter.ParameterType),
                _ when parameter.Position == input?.Position => Given(second, parameter.ParameterType),
                { ParameterType: var type } when type == typeof(CancellationToken) => cancellation,
                { ParameterType: var type } when type == typeof(FunctionContext) => Expression.Constant(null, type),
                _ => throw new NotSupportedException(
                    $"The test hub cannot give {method.DeclaringType}.{method.Name} its parameter '{parameter.Name}'."
                ),
            };
    }

    /// <summary>A missing value is the type's default.</summary>
    private static ConditionalExpression Given(Expression value, Type type) =>
        Expression.Condition(Expression.Equal(value, Expression.Constant(null)), Expression.Default(type), Expression.Convert(value, type));

    private static Expression Result(Expression call)
    {
        if (call.Type == typeof(Task))
            return Expression.Call(_ofPlainTask, call);
        if (call.Type.IsGenericType && call.Type.GetGenericTypeDefinition() == typeof(Task<>))
            return Expression.Call(_ofTask.MakeGenericMethod(call.Type.GetGenericArguments()), call);
        return call.Type == typeof(void)
            ? Expression.Block(call, Expression.Constant(Task.FromResult<object?>(null)))
            : Expression.Call(typeof(Task), nameof(Task.FromResult), [typeof(object)], Expression.Convert(call, typeof(object)));
    }

    private static async Task<object?> ResultOfTask<T>(Task<T> task) => await task;

    private static async Task<object?> ResultOfPlainTask(Task task)
    {
        await task;
        return null;
    }

    private static MethodInfo Of(string name) => typeof(FunctionMethod).GetMethod(name, BindingFlags.NonPublic | BindingFlags.Static)!;
}
