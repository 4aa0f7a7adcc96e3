namespace Orders.Functions.Integrations.Carriers;

// What is sent to Kuaidi100 and read from it, in its own words (https://api.kuaidi100.com/document). The sign is over the very text of
// `param`, so that it is serialised once.

/// <summary>An electronic waybill that is ordered (method <c>order</c>).</summary>
/// <param name="PrintType"><c>IMAGE</c>: the label is a picture, whose address is answered.</param>
/// <param name="Weight">Kilograms.</param>
/// <param name="Reorder">False: the same <paramref name="OrderId"/> within 48 hours gives the same waybill.</param>
internal sealed record Kuaidi100Order(
    string PrintType,
    string PartnerId,
    string? PartnerKey,
    string? PartnerSecret,
    string? PartnerName,
    string? Net,
    string? Code,
    string Kuaidicom,
    Kuaidi100Person SendMan,
    Kuaidi100Person RecMan,
    string Cargo,
    int Count,
    decimal Weight,
    string PayType,
    string? ExpType,
    string OrderId,
    bool Reorder,
    bool NeedSubscribe,
    string PollCallBackUrl,
    string Salt,
    string Resultv2
);

internal sealed record Kuaidi100Person(string Name, string Mobile, string PrintAddr, string? Company);

/// <summary>A waybill that is taken back, or a parcel that is stopped (methods <c>cancel</c> and <c>interceptOrder</c>).</summary>
/// <param name="OrderId">The number that the booking answered as <c>kdComOrderNum</c>.</param>
internal sealed record Kuaidi100Stop(
    string PartnerId,
    string? PartnerKey,
    string? PartnerSecret,
    string? PartnerName,
    string? Net,
    string? Code,
    string Kuaidicom,
    string Kuaidinum,
    string? OrderId,
    string Reason,
    string? ExpType,
    string? InterceptType,
    string? OrderRole,
    string? InterceptPayType
);

internal sealed record Kuaidi100Answer(bool Success, int? Code, string? Message, Kuaidi100Waybill? Data);

/// <param name="Label">Where the picture of the label is, for a short time.</param>
/// <param name="KdComOrderNum">The carrying company's own number of the booking.</param>
internal sealed record Kuaidi100Waybill(string? Kuaidinum, string? Label, string? TaskId, string? KdComOrderNum);

internal sealed record Kuaidi100Question(string Com, string Num, string Phone, string Resultv2);

/// <param name="Result">False where the question was refused; then <paramref name="ReturnCode"/> says why.</param>
internal sealed record Kuaidi100Track(
    string? Nu,
    string? Com,
    string? State,
    IReadOnlyList<Kuaidi100Scan>? Data,
    bool? Result = null,
    string? ReturnCode = null
);

/// <param name="Ftime">As <paramref name="Time"/>, in one form: <c>2026-01-01 10:00:00</c>, the clock of Beijing.</param>
internal sealed record Kuaidi100Scan(string? Time, string? Ftime, string? Context, string? Status, string? StatusCode, string? AreaName);

/// <param name="Status"><c>polling</c>, <c>shutdown</c>, <c>abort</c>, <c>updateall</c>.</param>
internal sealed record Kuaidi100Push(string? Status, string? Message, Kuaidi100Track? LastResult);
