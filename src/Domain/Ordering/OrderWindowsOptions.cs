using System.Globalization;

namespace Orders.Functions.Domain.Ordering;

/// <summary>The settings <c>Orders:Windows:*</c> as they are written, with their defaults.</summary>
public sealed class OrderWindowsOptions
{
    /// <summary>Where the settings are.</summary>
    public const string Section = "Orders:Windows";

    public string Payment { get; set; } = "PT24H";

    public string PaymentCrypto { get; set; } = "PT2H";

    public string CryptoGrace { get; set; } = "PT6H";

    public string CryptoConfirmations { get; set; } = "3";

    public string Review { get; set; } = "1bd";

    public string StockDecision { get; set; } = "P3D";

    public string Restock { get; set; } = "P30D";

    public string ChangeOffer { get; set; } = "PT1H";

    public string HandOver { get; set; } = "2bd";

    public string Silence { get; set; } = "P5D";

    public string Claim { get; set; } = "P7D";

    public string Return { get; set; } = "P14D";

    public string ReturnParcel { get; set; } = "P14D";

    public string Answer { get; set; } = "3bd";

    public string Collection { get; set; } = "P7D";

    public string Customs { get; set; } = "P5D";

    /// <summary>Everything that is wrong, a sentence each, naming the setting.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<string> errors = [];
        Read(errors);
        return errors;
    }

    /// <summary>The windows for an order that is placed now.</summary>
    /// <exception cref="SettingException">A setting is wrong; the message lists all that are.</exception>
    public OrderWindows Current()
    {
        List<string> errors = [];
        var windows = Read(errors);
        return errors.Count == 0 ? windows : throw new SettingException(string.Join(' ', errors));
    }

    private OrderWindows Read(List<string> errors)
    {
        TimeSpan Duration(string name, string text) => Any(name, text, WindowForm.Duration).Duration ?? TimeSpan.Zero;

        Window Any(string name, string text, WindowForm form = WindowForm.BusinessDaysToo)
        {
            if (WindowText.TryParse(text, form, out var window) is { } error)
                errors.Add($"The setting {Section}:{name} {error}.");
            return window;
        }

        return new OrderWindows
        {
            Payment = Duration(nameof(Payment), Payment),
            PaymentCrypto = Duration(nameof(PaymentCrypto), PaymentCrypto),
            CryptoGrace = Duration(nameof(CryptoGrace), CryptoGrace),
            CryptoConfirmations = Confirmations(errors),
            Review = Any(nameof(Review), Review),
            StockDecision = Duration(nameof(StockDecision), StockDecision),
            Restock = Duration(nameof(Restock), Restock),
            ChangeOffer = Duration(nameof(ChangeOffer), ChangeOffer),
            HandOver = Any(nameof(HandOver), HandOver),
            Silence = Duration(nameof(Silence), Silence),
            Claim = Duration(nameof(Claim), Claim),
            Return = Duration(nameof(Return), Return),
            ReturnParcel = Duration(nameof(ReturnParcel), ReturnParcel),
            Answer = Any(nameof(Answer), Answer),
            Collection = Duration(nameof(Collection), Collection),
            Customs = Duration(nameof(Customs), Customs),
        };
    }

    private int Confirmations(List<string> errors)
    {
        if (int.TryParse(CryptoConfirmations, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= 1000)
            return count;
        errors.Add(
            $"The setting {Section}:{nameof(CryptoConfirmations)} is \"{CryptoConfirmations}\": it should be a whole number from 1 to 1000."
        );
        return 0;
    }
}
