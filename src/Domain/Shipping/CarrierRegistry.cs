using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Domain.Shipping;

/// <summary>The carriers that are set up, by their name.</summary>
/// <exception cref="SettingException">Two carriers have one name, or there is none.</exception>
public sealed class CarrierRegistry
{
    private readonly Dictionary<string, ICarrier> _byName = new(StringComparer.Ordinal);
    private readonly CarrierRouting _routing;

    public CarrierRegistry(IEnumerable<ICarrier> carriers, CarrierRouting routing)
    {
        _routing = routing;
        foreach (var carrier in carriers)
        {
            if (!_byName.TryAdd(carrier.Name, carrier))
                throw new SettingException($"Two carriers are called {carrier.Name}.");
        }

        if (_byName.Count == 0)
            throw new SettingException("No carrier is set up.");
    }

    public IReadOnlyCollection<string> Names => _byName.Keys;

    /// <summary>The carriers that take a parcel, the first choice first; later calls about it go to the one that has it.</summary>
    public IReadOnlyList<ICarrier> For(ParcelToCarry parcel) => [.. _routing.For(parcel, Names).Select(name => _byName[name])];

    /// <summary>The carrier that a waybill is of.</summary>
    /// <exception cref="InvalidOperationException">It is not set up any more: what is asked of it is tried again until it is.</exception>
    public ICarrier Named(string name) =>
        _byName.GetValueOrDefault(name) ?? throw new InvalidOperationException($"The carrier {name} is not set up.");
}
