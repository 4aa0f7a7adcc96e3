namespace EndToEnd.Tests;

/// <summary>Tests that put more work on the machine than the others: one of them at a time.</summary>
[CollectionDefinition(nameof(Crowds))]
public sealed class Crowds;
