using Runtime.Tests.Functions;

namespace Simulation.Tests.Storage;

/// <summary>One emulator beside which the simulated storage is held.</summary>
[CollectionDefinition]
public sealed class AzuriteCollection : ICollectionFixture<AzuriteFixture>;
