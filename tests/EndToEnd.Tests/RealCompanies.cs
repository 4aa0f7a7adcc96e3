namespace EndToEnd.Tests;

/// <summary>Tests of one app that works with real companies: one after the other.</summary>
[CollectionDefinition(nameof(RealCompanies))]
public sealed class RealCompanies : ICollectionFixture<CompanyShop>;
