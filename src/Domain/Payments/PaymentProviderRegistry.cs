using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Domain.Payments;

/// <summary>The payment providers that are set up, by their name.</summary>
/// <exception cref="SettingException">Two providers have one name.</exception>
public sealed class PaymentProviderRegistry
{
    private readonly Dictionary<string, IPaymentProvider> _byName = new(StringComparer.Ordinal);
    private readonly PaymentRouting _routing;

    public PaymentProviderRegistry(IEnumerable<IPaymentProvider> providers, PaymentRouting routing)
    {
        _routing = routing;
        foreach (var provider in providers)
        {
            if (!_byName.TryAdd(provider.Name, provider))
                throw new SettingException($"Two payment providers are called {provider.Name}.");
        }
    }

    public IReadOnlyCollection<string> Names => _byName.Keys;

    /// <summary>
    /// The provider that takes a new order. The order keeps its name (<see cref="Order.PaymentProvider"/>) and stays with it.
    /// </summary>
    /// <param name="currency">ISO 4217.</param>
    public IPaymentProvider ForNewOrder(PaymentMethod method, string currency) => Named(_routing.ProviderFor(method, currency));

    /// <summary>The provider that an order has.</summary>
    /// <exception cref="InvalidOperationException">It is not set up any more: what is asked of it is tried again until it is.</exception>
    public IPaymentProvider Named(string name) =>
        _byName.GetValueOrDefault(name) ?? throw new InvalidOperationException($"The payment provider {name} is not set up.");
}
