namespace Orders.Functions.Commands;

/// <summary>What came of a command: <see cref="Done{T}"/>, <see cref="Waiting{T}"/> or <see cref="NotDone{T}"/>.</summary>
/// <typeparam name="T">What the command shows of it.</typeparam>
public abstract record Outcome<T>
{
    public static implicit operator Outcome<T>(Failure why) => new NotDone<T>(why);
}

/// <summary>The order has taken it, and it is as the command wanted.</summary>
public sealed record Done<T>(T Value) : Outcome<T>;

/// <summary>The order was told, and has said neither yes nor no yet: what it shows so far.</summary>
public sealed record Waiting<T>(T Value) : Outcome<T>;

/// <summary>Nothing was changed.</summary>
public sealed record NotDone<T>(Failure Why) : Outcome<T>;

/// <summary>
/// Why a command changed nothing: <see cref="Refusal"/>, <see cref="Unfit"/>, <see cref="Missing"/> or <see cref="NotReady"/>.
/// </summary>
public abstract record Failure;

/// <summary>There is no such thing, or not of this order.</summary>
/// <param name="What">In English: <c>order</c>, <c>parcel</c>.</param>
public sealed record Missing(string What) : Failure;

/// <summary>It is not ready to be told. The same may be asked again in a moment.</summary>
public sealed record NotReady : Failure;
