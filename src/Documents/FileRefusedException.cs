namespace Orders.Functions.Documents;

/// <summary>Ends the reading of a file that is not taken; never leaves <see cref="FileCheck"/>.</summary>
internal sealed class FileRefusedException(FileRefusal refusal) : Exception($"The file is refused: {refusal}.")
{
    public FileRefusal Refusal { get; } = refusal;
}
