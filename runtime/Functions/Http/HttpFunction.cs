using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using LocalRuntime.DurableTask.Storage;
using LocalRuntime.Functions.Hosting;
using LocalRuntime.Functions.Invocation;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace LocalRuntime.Functions.Http;

/// <summary>Answers the requests to one HTTP function.</summary>
internal sealed class HttpFunction(FunctionDescriptor function, AuthorizationLevel level, FunctionInvoker invoker, FunctionKeys keys, HostState state, ILogger logger)
{
    public async Task AnswerAsync(HttpContext http)
    {
        if (!keys.Allows(http.Request, level))
        {
            await Problems.WriteAsync(http, StatusCodes.Status401Unauthorized, "Unauthorized", "This call needs a key: header x-functions-key, or query parameter code.");
            return;
        }

        if (!state.Serves)
        {
            await Problems.WriteAsync(http, StatusCodes.Status503ServiceUnavailable, "Service unavailable", $"The host does not serve now: {state.Reason}.");
            return;
        }

        try
        {
            await WriteAsync(http, await invoker.InvokeAsync(function, http.RequestServices, Trigger(http), http.RequestAborted));
        }
        catch (RequestException e)
        {
            await Problems.WriteAsync(http, e.Status, "Bad request", e.Message, new Dictionary<string, string[]> { [e.Field] = [e.Message] });
        }
        catch (BadHttpRequestException e)
        {
            await Problems.WriteAsync(http, e.StatusCode, "Bad request", e.Message);
        }
        catch (HubUnavailableException e)
        {
            logger.LogWarning(e, "Function {Function} could not reach the task hub", function.Name);
            await Problems.WriteAsync(http, StatusCodes.Status503ServiceUnavailable, "Service unavailable", "The storage does not answer now.");
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            http.Abort();
        }
#pragma warning disable CA1031 // The last stop for whatever a function throws: logged here, and told to the caller without details.
        catch (Exception e)
#pragma warning restore CA1031
        {
            logger.LogError(e, "Function {Function} failed; trace {TraceId}", function.Name, Problems.TraceId(http));
            await Problems.WriteAsync(http, StatusCodes.Status500InternalServerError, "Internal server error");
        }
    }

    private static TriggerData Trigger(HttpContext http)
    {
        var data = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, values) in http.Request.Query)
            data[name] = values.ToString();
        foreach (var (name, value) in http.Request.RouteValues)
            data[name] = value;
        return new TriggerData
        {
            Kind = "http",
            BindingData = data,
            Item = new(HttpInvocation.ItemKey, http),
            BindAsync = (parameter, context) => BindAsync(http, parameter, context),
        };
    }

    private static async ValueTask<object?> BindAsync(HttpContext http, ParameterInfo parameter, InvocationContext context)
    {
        var type = parameter.ParameterType;
        if (type == typeof(HttpRequest))
            return http.Request;
        if (type == typeof(HttpContext))
            return http;
        if (parameter.IsDefined(typeof(Microsoft.Azure.Functions.Worker.Http.FromBodyAttribute), inherit: false))
            return await JsonBody.ReadAsync(http, type, parameter.Name!);
        if (parameter == context.Function.TriggerParameter)
            throw new InvalidOperationException($"Function '{context.Function.Name}': the HTTP trigger parameter must be an HttpRequest.");
        return context.BindingContext.BindingData.TryGetValue(parameter.Name!, out var value) && value is not null
            ? Convert(value, type, parameter.Name!)
            : Missing(parameter);
    }

    private static object? Convert(object value, Type type, string name)
    {
        var target = Nullable.GetUnderlyingType(type) ?? type;
        if (target.IsInstanceOfType(value))
            return value;
        try
        {
            return TypeDescriptor.GetConverter(target).ConvertFromString(null, CultureInfo.InvariantCulture, (string)value);
        }
        catch (Exception e) when (e is FormatException or ArgumentException or NotSupportedException or InvalidCastException)
        {
            throw new RequestException(StatusCodes.Status400BadRequest, name, $"'{name}' is not a valid {target.Name}.", e);
        }
    }

    private static object? Missing(ParameterInfo parameter)
    {
        if (parameter.HasDefaultValue)
            return parameter.DefaultValue;
        return parameter.ParameterType.IsValueType && Nullable.GetUnderlyingType(parameter.ParameterType) is null
            ? throw new RequestException(StatusCodes.Status400BadRequest, parameter.Name!, $"'{parameter.Name}' is missing.")
            : null;
    }

    private static Task WriteAsync(HttpContext http, object? result) => result switch
    {
        null => Task.CompletedTask,
        IResult answer => answer.ExecuteAsync(http),
        IActionResult answer => ExecuteAsync(http, answer),
        string text => TypedResults.Text(text).ExecuteAsync(http),
        _ => ExecuteAsync(http, new OkObjectResult(result)),
    };

    private static Task ExecuteAsync(HttpContext http, IActionResult result) =>
        result.ExecuteResultAsync(new ActionContext(http, http.GetRouteData(), new ActionDescriptor()));
}
