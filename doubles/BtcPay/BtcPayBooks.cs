using System.Globalization;
using System.Text.Json.Nodes;

namespace Doubles.BtcPay;

/// <summary>Invoices, coins and refunds of a store, and what becomes of them. Not for several threads.</summary>
internal sealed class BtcPayBooks(TimeProvider time, Func<Uri> home, Action<string, JsonObject> tell)
{
    private static readonly Dictionary<string, int> _confirmations = new(StringComparer.Ordinal)
    {
        ["HighSpeed"] = 0,
        ["MediumSpeed"] = 1,
        ["LowMediumSpeed"] = 2,
        ["LowSpeed"] = 6,
    };

    /// <summary>Of this server and no other.</summary>
    private readonly string _server = Guid.NewGuid().ToString("N")[..8].ToUpperInvariant();

    private int _ids;

    public decimal Rate { get; set; } = 40_111.37m;

    public List<Invoice> Invoices { get; } = [];

    public List<PullPayment> PullPayments { get; } = [];

    public string NextId(string prefix) => FormattableString.Invariant($"{prefix}{_server}{++_ids:D8}");

    public Invoice Find(string id)
    {
        foreach (var invoice in Invoices.Where(one => one.Status == "New" && one.Expires <= time.GetUtcNow()))
            Expire(invoice);
        return Invoices.Find(one => one.Id == id) ?? throw BtcPayError.Refused(404, "invoice-not-found", "The invoice was not found");
    }

    public PullPayment FindPullPayment(string id) =>
        PullPayments.Find(one => one.Id == id) ?? throw BtcPayError.Refused(404, "pullpayment-not-found", "The pull payment was not found");

    public Invoice Create(BtcPayRequest asked)
    {
        asked.RefuseOtherThan("amount", "currency", "metadata", "checkout", "additionalSearchTerms");
        var checkout = asked.Object("checkout");
        checkout.RefuseOtherThan(
            "speedPolicy",
            "expirationMinutes",
            "monitoringMinutes",
            "paymentTolerance",
            "redirectURL",
            "redirectAutomatically",
            "defaultLanguage"
        );
        var speed = checkout.OptionalText("speedPolicy") ?? "MediumSpeed";
        if (!_confirmations.TryGetValue(speed, out var needed))
            throw BtcPayError.Invalid("No speed policy.", "checkout.speedPolicy");
        var (amount, currency) = (asked.Decimal("amount"), asked.Text("currency"));
        if (amount <= 0)
            throw BtcPayError.Invalid("The amount should be more than 0.", "amount");
        if (currency.Length != 3 || !currency.All(char.IsAsciiLetterUpper))
            throw BtcPayError.Invalid("Invalid currency.", "currency");
        if (currency == "XTS")
            throw BtcPayError.Invalid("Impossible to fetch rate.", "currency");
        var (minutes, monitoring, tolerance) = (
            checkout.Whole("expirationMinutes"),
            checkout.Whole("monitoringMinutes"),
            checkout.Number("paymentTolerance")
        );
        if (minutes < 1)
            throw BtcPayError.Invalid("Expiration time must be at least 30 seconds", "checkout.expirationMinutes");
        if (tolerance is < 0 or > 100)
            throw BtcPayError.Invalid("PaymentTolerance can only be between 0 and 100 percent", "checkout.paymentTolerance");
        var (id, now) = (NextId("INV"), time.GetUtcNow());
        var invoice = new Invoice
        {
            Id = id,
            Amount = amount,
            Currency = currency,
            Rate = Rate,
            ConfirmationsNeeded = needed,
            Tolerance = tolerance,
            Created = now,
            Expires = now.AddMinutes(minutes),
            MonitoredUntil = now.AddMinutes(minutes + monitoring),
            Metadata = asked.Object("metadata").All,
            CheckoutLink = $"{home()}/i/{id}",
            RedirectUrl = checkout.Text("redirectURL"),
        };
        Invoices.Add(invoice);
        Tell(invoice, "InvoiceCreated");
        return invoice;
    }

    /// <summary>Coins of a transaction are seen.</summary>
    public Payment Pay(Invoice invoice, decimal coins)
    {
        var payment = new Payment(NextId("a1b2c3d4e5f6") + "-0", coins, time.GetUtcNow());
        invoice.Payments.Add(payment);
        Tell(
            invoice,
            "InvoiceReceivedPayment",
            ("afterExpiration", invoice.Status is "Expired"),
            ("paymentMethodId", "BTC-CHAIN"),
            ("payment", invoice.JsonOf(payment))
        );
        if (invoice.StatusOf(payment) == "Settled")
            TellSettled(invoice, payment);
        Reckon(invoice);
        return payment;
    }

    /// <summary>A block has it, and more may be above that.</summary>
    public void Confirm(string payment, int confirmations)
    {
        var invoice = InvoiceOf(payment, out var coins);
        var before = invoice.StatusOf(coins);
        coins.Confirmations += confirmations;
        if (before != "Settled" && invoice.StatusOf(coins) == "Settled")
            TellSettled(invoice, coins);
        Reckon(invoice);
    }

    /// <summary>Another transaction takes the place of one that no block has: its coins will not come.</summary>
    public void Drop(string payment)
    {
        var invoice = InvoiceOf(payment, out var coins);
        coins.IsDropped = true;
        if (invoice.Status == "Processing" && !invoice.IsEnough(invoice.Paid))
            (invoice.Status, invoice.AdditionalStatus) = ("New", "None");
        Reckon(invoice);
    }

    public void Expire(Invoice invoice)
    {
        if (invoice.Status != "New")
            return;
        var isPart = invoice.Paid > 0;
        (invoice.Status, invoice.AdditionalStatus) = ("Expired", isPart ? "PaidPartial" : "None");
        Tell(invoice, "InvoiceExpired", ("partiallyPaid", isPart));
        if (isPart)
            Tell(invoice, "InvoiceExpiredPaidPartial");
    }

    /// <summary>What was not confirmed until now is no longer waited for.</summary>
    public void EndMonitoring(Invoice invoice)
    {
        if (invoice.Status != "Processing")
            return;
        invoice.Status = "Invalid";
        Tell(invoice, "InvoiceInvalid", ("manuallyMarked", false));
    }

    public void Mark(Invoice invoice, string status)
    {
        var allowed =
            status == "Invalid"
                ? invoice.Status is "New" or "Processing" or "Expired"
                    || (invoice.Status, invoice.AdditionalStatus) == ("Settled", "Marked")
                : invoice.Status is not "Settled";
        if (status is not ("Invalid" or "Settled") || !allowed)
            throw BtcPayError.Invalid("Status can only be marked to invalid or settled within certain conditions.", "status");
        (invoice.Status, invoice.AdditionalStatus) = (status, "Marked");
        Tell(invoice, $"Invoice{status}", ("manuallyMarked", true));
    }

    public PullPayment Refund(Invoice invoice, BtcPayRequest asked)
    {
        asked.RefuseOtherThan("name", "description", "refundVariant", "customAmount", "customCurrency");
        var isRefundable =
            invoice.Status is "Settled" or "Invalid"
            || (invoice.Status, invoice.AdditionalStatus) is ("Expired", "PaidLate" or "PaidOver" or "PaidPartial");
        if (!isRefundable)
            throw BtcPayError.Refused(400, "non-refundable", "Cannot refund this invoice");
        if (asked.Text("refundVariant") != "Custom")
            throw BtcPayError.Invalid("The double knows Custom only.", "refundVariant");
        var amount = asked.Decimal("customAmount");
        if (amount <= 0)
            throw BtcPayError.Invalid("Amount must be greater than 0", "customAmount");
        var id = NextId("PP");
        var made = new PullPayment
        {
            Id = id,
            Name = asked.OptionalText("name") ?? $"Refund {invoice.Id}",
            Description = asked.OptionalText("description") ?? "",
            Currency = asked.Text("customCurrency"),
            Amount = amount,
            ViewLink = $"{home()}/pull-payments/{id}",
            Invoice = invoice,
        };
        PullPayments.Add(made);
        Tell(invoice, "InvoiceRefund", ("pullPaymentId", id));
        return made;
    }

    /// <summary>The customer says on the page where it should go.</summary>
    public Payout Claim(PullPayment refund, decimal amount)
    {
        if (refund.Archived || amount <= 0 || refund.Claimed + amount > refund.Amount)
            throw BtcPayError.Invalid("It cannot be claimed.", "amount");
        var payout = new Payout(NextId("PO"), refund, amount, time.GetUtcNow());
        refund.Payouts.Add(payout);
        TellOf(payout, "PayoutCreated");
        return payout;
    }

    /// <param name="state">AwaitingPayment, InProgress, Completed or Cancelled.</param>
    public void Move(string payout, string state)
    {
        var found = PullPayments.SelectMany(refund => refund.Payouts).Single(one => one.Id == payout);
        if (found.State is "Completed" or "Cancelled")
            throw BtcPayError.Refused(400, "invalid-state", "The payout has ended.");
        found.State = state;
        TellOf(found, state == "AwaitingPayment" ? "PayoutApproved" : "PayoutUpdated");
    }

    /// <summary>Nothing more can be claimed of it; what was claimed and not paid is cancelled.</summary>
    public void Archive(PullPayment refund)
    {
        refund.Archived = true;
        foreach (var payout in refund.Payouts.Where(one => one.State is not ("Completed" or "Cancelled" or "InProgress")).ToList())
            Move(payout.Id, "Cancelled");
    }

    private void Reckon(Invoice invoice)
    {
        var isOver = invoice.Paid > invoice.Due;
        switch (invoice.Status)
        {
            case "New" when invoice.IsEnough(invoice.Paid):
                (invoice.Status, invoice.AdditionalStatus) = ("Processing", isOver ? "PaidOver" : "None");
                Tell(invoice, "InvoiceProcessing", ("overPaid", isOver));
                Reckon(invoice);
                break;

            case "Processing" when invoice.IsEnough(invoice.Confirmed):
                (invoice.Status, invoice.AdditionalStatus) = ("Settled", isOver ? "PaidOver" : "None");
                Tell(invoice, "InvoiceSettled", ("overPaid", isOver), ("manuallyMarked", false));
                break;

            case "Settled" when isOver && invoice.AdditionalStatus == "None":
                invoice.AdditionalStatus = "PaidOver";
                break;

            // It stays expired, and is never told of as settled (btcpayserver/btcpayserver#3449).
            case "Expired" when invoice.IsEnough(invoice.Paid) && invoice.AdditionalStatus != "PaidLate":
                invoice.AdditionalStatus = "PaidLate";
                Tell(invoice, "InvoicePaidAfterExpiration");
                break;
        }
    }

    private Invoice InvoiceOf(string payment, out Payment coins)
    {
        var invoice = Invoices.Single(one => one.Payments.Exists(paid => paid.Id == payment));
        coins = invoice.Payments.Single(paid => paid.Id == payment);
        return invoice;
    }

    private void TellSettled(Invoice invoice, Payment payment) =>
        Tell(
            invoice,
            "InvoicePaymentSettled",
            ("afterExpiration", invoice.Status is "Expired"),
            ("paymentMethodId", "BTC-CHAIN"),
            ("payment", invoice.JsonOf(payment))
        );

    private void Tell(Invoice invoice, string type, params IReadOnlyList<(string Name, JsonNode Value)> more)
    {
        JsonObject about = new() { ["invoiceId"] = invoice.Id, ["metadata"] = invoice.MetadataJson() };
        foreach (var (name, value) in more)
            about[name] = value;
        tell(type, about);
    }

    private void TellOf(Payout payout, string type) =>
        tell(
            type,
            new()
            {
                ["payoutId"] = payout.Id,
                ["pullPaymentId"] = payout.Of.Id,
                ["payoutState"] = payout.State,
            }
        );

    /// <summary>A decimal as the page shows it.</summary>
    public static string Text(decimal amount) => amount.ToString(CultureInfo.InvariantCulture);
}
