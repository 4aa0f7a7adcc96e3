using Azure;
using Azure.Storage.Queues.Models;

namespace Lives.Storage;

// What the app does not use; the host takes messages from the world itself.
internal sealed partial class SimulatedQueue
{
    public override Task<Response> CreateAsync(
        IDictionary<string, string>? metadata = null,
        CancellationToken cancellationToken = default
    ) => throw Unknown.Method();

    public override Task<Response> DeleteAsync(CancellationToken cancellationToken = default) => throw Unknown.Method();

    public override Task<Response<bool>> DeleteIfExistsAsync(CancellationToken cancellationToken = default) => throw Unknown.Method();

    public override Task<Response<QueueProperties>> GetPropertiesAsync(CancellationToken cancellationToken = default) =>
        throw Unknown.Method();

    public override Task<Response> ClearMessagesAsync(CancellationToken cancellationToken = default) => throw Unknown.Method();

    public override Task<Response<QueueMessage[]>> ReceiveMessagesAsync() => throw Unknown.Method();

    public override Task<Response<QueueMessage[]>> ReceiveMessagesAsync(CancellationToken cancellationToken = default) =>
        throw Unknown.Method();

    public override Task<Response<QueueMessage[]>> ReceiveMessagesAsync(
        int? maxMessages = null,
        TimeSpan? visibilityTimeout = null,
        CancellationToken cancellationToken = default
    ) => throw Unknown.Method();

    public override Task<Response<QueueMessage>> ReceiveMessageAsync(
        TimeSpan? visibilityTimeout = null,
        CancellationToken cancellationToken = default
    ) => throw Unknown.Method();

    public override Task<Response<PeekedMessage>> PeekMessageAsync(CancellationToken cancellationToken = default) => throw Unknown.Method();

    public override Task<Response<PeekedMessage[]>> PeekMessagesAsync(
        int? maxMessages = null,
        CancellationToken cancellationToken = default
    ) => throw Unknown.Method();

    public override Task<Response> DeleteMessageAsync(string messageId, string popReceipt, CancellationToken cancellationToken = default) =>
        throw Unknown.Method();
}
