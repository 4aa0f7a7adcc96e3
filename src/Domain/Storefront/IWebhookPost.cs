namespace Orders.Functions.Domain.Storefront;

/// <summary>Posts to an endpoint of the storefront.</summary>
public interface IWebhookPost
{
    /// <summary>Why nothing will ever be posted there; null if it can be tried.</summary>
    string? Against(string url);

    /// <summary>Posts once. Trouble of any kind is an answer, and never thrown.</summary>
    /// <param name="headers">Those of Standard Webhooks.</param>
    Task<PostAnswer> PostAsync(
        string url,
        IReadOnlyList<(string Name, string Value)> headers,
        ReadOnlyMemory<byte> body,
        CancellationToken cancellation
    );
}

/// <param name="Status">Of HTTP; null if there was no answer.</param>
/// <param name="Error">Why there was none.</param>
/// <param name="Text">The first kilobyte of what was answered.</param>
/// <param name="RetryAfter">What the receiver asked for, where its status makes that count.</param>
public sealed record PostAnswer(int? Status, PostError? Error, string? Text, TimeSpan Took, TimeSpan? RetryAfter)
{
    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>The receiver does not want to hear anything any more.</summary>
    public bool IsGone => Status == 410;
}

/// <summary>Why there was no answer. In JSON: snake_case.</summary>
public enum PostError
{
    /// <summary>Its name leads to an address that nothing is posted to: of a private network, or of this machine.</summary>
    AddressRefused,

    /// <summary>Nobody is there, or the connection broke off.</summary>
    Connection,
    Timeout,

    /// <summary>Its certificate does not hold.</summary>
    Tls,
}
