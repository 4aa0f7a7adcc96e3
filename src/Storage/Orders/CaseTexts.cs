using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Storage.Customers;

namespace Orders.Functions.Storage.Orders;

/// <summary>
/// What customer and shop wrote in a case: free text may hold anything, so it is sealed with the customer's key wherever it goes.
/// </summary>
public sealed class CaseTexts(CustomerVault vault)
{
    /// <summary>For <see cref="CaseState.SealedText"/>.</summary>
    public async Task<string> SealTextAsync(string customerId, string caseId, string text, CancellationToken cancellation = default) =>
        Convert.ToBase64String(await vault.SealAsync(customerId, TextPurpose(caseId), text, cancellation));

    /// <summary>For <see cref="CaseState.SealedAnswer"/>.</summary>
    public async Task<string> SealAnswerAsync(string customerId, string caseId, string answer, CancellationToken cancellation = default) =>
        Convert.ToBase64String(await vault.SealAsync(customerId, AnswerPurpose(caseId), answer, cancellation));

    /// <summary>What the customer wrote; null if nothing, or if they were erased.</summary>
    public Task<string?> TextAsync(string customerId, CaseState filed, CancellationToken cancellation = default) =>
        OpenAsync(customerId, TextPurpose(filed.CaseId), filed.SealedText, cancellation);

    /// <summary>What the shop answered; null if nothing yet, or if the customer was erased.</summary>
    public Task<string?> AnswerAsync(string customerId, CaseState filed, CancellationToken cancellation = default) =>
        OpenAsync(customerId, AnswerPurpose(filed.CaseId), filed.SealedAnswer, cancellation);

    /// <summary>For <see cref="FiledUnder.SealedRequest"/>.</summary>
    public async Task<string> SealRequestAsync(string customerId, string key, string request, CancellationToken cancellation = default) =>
        Convert.ToBase64String(await vault.SealAsync(customerId, RequestPurpose(key), request, cancellation));

    /// <summary>The fingerprint of what was asked under a key; null if the customer was erased.</summary>
    public Task<string?> RequestAsync(string customerId, FiledUnder filed, CancellationToken cancellation = default) =>
        OpenAsync(customerId, RequestPurpose(filed.Key), filed.SealedRequest, cancellation);

    private async Task<string?> OpenAsync(string customerId, string purpose, string? box, CancellationToken cancellation) =>
        box is null ? null : await vault.OpenTextAsync(customerId, purpose, Convert.FromBase64String(box), cancellation);

    private static string TextPurpose(string caseId) => $"case-text:{caseId}";

    private static string RequestPurpose(string key) => $"case-request:{key}";

    private static string AnswerPurpose(string caseId) => $"case-answer:{caseId}";
}
