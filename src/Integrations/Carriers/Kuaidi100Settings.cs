using Microsoft.Extensions.Configuration;
using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Integrations.Carriers;

/// <summary>The settings <c>Carriers:Kuaidi100:…</c>. Kuaidi100 books parcels within China if there are any.</summary>
public sealed record Kuaidi100Settings
{
    /// <summary>Where they lie within the section of carriers.</summary>
    public const string Company = "Kuaidi100";

    /// <summary><c>Key</c> and <c>Secret</c>: of the account, for electronic waybills.</summary>
    public required string Key { get; init; }

    /// <inheritdoc cref="Key"/>
    public required string Secret { get; init; }

    /// <summary><c>Customer</c>: the account's number, for questions where a parcel is.</summary>
    public required string Customer { get; init; }

    /// <summary><c>Salt</c> of pushes, and <c>SaltBefore</c> while it is being rolled: a sign by either holds.</summary>
    public required IReadOnlyList<string> Salts { get; init; }

    /// <summary><c>LabelUrl</c>: where waybills are ordered, <c>https://api.kuaidi100.com/label/order</c> unless said otherwise.</summary>
    public required Uri LabelUrl { get; init; }

    /// <summary>
    /// <c>CancelUrl</c>: where they are taken back; the same unless said otherwise. (An older program of theirs sends it to
    /// <c>https://poll.kuaidi100.com/eorderapi.do</c>.)
    /// </summary>
    public required Uri CancelUrl { get; init; }

    /// <summary><c>QueryUrl</c>: where it is asked where a parcel is.</summary>
    public required Uri QueryUrl { get; init; }

    /// <summary>Our address for their pushes.</summary>
    public required Uri CallbackUrl { get; init; }

    /// <summary>
    /// <c>Services:{class}</c>: the code of the company that carries it and, behind a slash, its kind of product: <c>shunfeng/标准快递</c>.
    /// </summary>
    public required IReadOnlyDictionary<ShippingClass, string> Services { get; init; }

    /// <summary><c>Accounts:{code}:…</c>: the shop's account at each company that carries, as Kuaidi100 calls its parts.</summary>
    public required IReadOnlyDictionary<string, Kuaidi100Account> Accounts { get; init; }

    /// <summary>
    /// <c>TroubleCodes</c>: codes of answers that may be others later (theirs, our keys, our quota). Any other code beside 200 is a refusal:
    /// Kuaidi100 publishes no whole list.
    /// </summary>
    public required IReadOnlyList<string> TroubleCodes { get; init; }

    /// <param name="appUrl">Where this app answers.</param>
    /// <returns>Null if nothing of Kuaidi100 is set.</returns>
    /// <exception cref="SettingException">Something is missing or wrong; all of it is named, and no secret is shown.</exception>
    public static Kuaidi100Settings? Read(IConfiguration configuration, Uri appUrl)
    {
        var settings = CompanySettings.Of(
            configuration,
            Company,
            nameof(Key),
            nameof(Secret),
            nameof(Customer),
            "Salt",
            "SaltBefore",
            nameof(LabelUrl),
            nameof(CancelUrl),
            nameof(QueryUrl),
            nameof(Services),
            nameof(Accounts),
            nameof(TroubleCodes)
        );
        if (settings is null)
            return null;
        var label = settings.Url(nameof(LabelUrl), "https://api.kuaidi100.com/label/order");
        var read = new Kuaidi100Settings
        {
            Key = settings.Text(nameof(Key)),
            Secret = settings.Text(nameof(Secret)),
            Customer = settings.Text(nameof(Customer)),
            Salts = settings.Secrets("Salt"),
            LabelUrl = label,
            CancelUrl = settings.Url(nameof(CancelUrl), label.AbsoluteUri),
            QueryUrl = settings.Url(nameof(QueryUrl), "https://poll.kuaidi100.com/poll/query.do"),
            CallbackUrl = new Uri(appUrl, $"api/webhooks/carriers/{Kuaidi100Carrier.CarrierName}"),
            Services = settings.ByClass(nameof(Services)),
            Accounts = settings
                .Groups(nameof(Accounts))
                .ToDictionary(
                    account => account.Key,
                    account => new Kuaidi100Account(
                        account["PartnerId"] ?? "",
                        account["PartnerKey"],
                        account["PartnerSecret"],
                        account["PartnerName"],
                        account["Net"],
                        account["Code"],
                        account["PayType"] ?? "MONTHLY"
                    )
                    {
                        Cancels = !string.Equals(account["Cancels"], "false", StringComparison.OrdinalIgnoreCase),
                    },
                    StringComparer.Ordinal
                ),
            TroubleCodes =
            [
                .. (settings.Optional(nameof(TroubleCodes)) ?? "-1,30002,30003,30004,500,503,600,601").Split(
                    ',',
                    StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries
                ),
            ],
        };
        foreach (var service in read.Services.Values.Where(service => !read.Accounts.ContainsKey(CodeOf(service))))
            settings.Refuse($"{nameof(Accounts)}:{CodeOf(service)}:PartnerId", "is missing: a class is to be booked with it.");
        settings.ThrowIfWrong();
        return read;
    }

    /// <summary>The code of the company that carries, of a service.</summary>
    public static string CodeOf(string service) => service.Split('/', 2)[0].Trim();
}

/// <summary>An account at a company that carries, in Kuaidi100's words; which parts are needed differs from company to company.</summary>
public sealed record Kuaidi100Account(
    string PartnerId,
    string? PartnerKey,
    string? PartnerSecret,
    string? PartnerName,
    string? Net,
    string? Code,
    string PayType
)
{
    /// <summary>The company takes waybills back by this way; else one that is not used just lapses.</summary>
    public bool Cancels { get; init; } = true;
}
