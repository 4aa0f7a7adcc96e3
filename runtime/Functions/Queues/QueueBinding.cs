using System.Reflection;
using System.Text.Json;
using Azure.Storage.Queues.Models;
using LocalRuntime.Functions.Invocation;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LocalRuntime.Functions.Queues;

/// <summary>Turns a message into the parameters of its function.</summary>
internal static class QueueBinding
{
    public static TriggerData Trigger(QueueMessage message) => new()
    {
        Kind = "pubsub",
        BindingData = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase)
        {
            ["Id"] = message.MessageId,
            ["DequeueCount"] = message.DequeueCount,
            ["InsertionTime"] = message.InsertedOn,
            ["ExpirationTime"] = message.ExpiresOn,
            ["NextVisibleTime"] = message.NextVisibleOn,
            ["PopReceipt"] = message.PopReceipt,
            ["QueueTrigger"] = message.Body.ToString(),
        },
        BindAsync = (parameter, context) => ValueTask.FromResult(Bind(message, parameter, context)),
    };

    private static object? Bind(QueueMessage message, ParameterInfo parameter, InvocationContext context)
    {
        if (parameter != context.Function.TriggerParameter)
        {
            return context.BindingContext.BindingData.TryGetValue(parameter.Name!, out var value) && parameter.ParameterType.IsInstanceOfType(value)
                ? value
                : throw new InvalidOperationException($"Function '{context.Function.Name}': nothing supplies parameter '{parameter.Name}'.");
        }

        var type = parameter.ParameterType;
        if (type == typeof(string))
            return message.Body.ToString();
        if (type == typeof(BinaryData))
            return message.Body;
        if (type == typeof(byte[]))
            return message.Body.ToArray();
        if (type == typeof(QueueMessage))
            return message;
        return context.InstanceServices.GetService<IOptions<WorkerOptions>>()?.Value.Serializer is { } serializer
            ? serializer.Deserialize(message.Body.ToStream(), type, context.CancellationToken)
            : JsonSerializer.Deserialize(message.Body, type, JsonSerializerOptions.Web);
    }
}
