namespace Orders.Functions.Documents;

/// <summary>Why an uploaded file is not taken.</summary>
public enum FileRefusal
{
    /// <summary>It would run something when opened.</summary>
    ActiveContent,

    /// <summary>A film, not a photo.</summary>
    Animated,

    /// <summary>It begins like a file of its kind and does not go on like one.</summary>
    Broken,

    /// <summary>The file's name holds a path.</summary>
    NameHoldsPath,

    /// <summary>Larger than <see cref="UploadLimits.LargestFile"/>.</summary>
    TooLarge,

    /// <summary>More than <see cref="UploadLimits.MostFiles"/> were sent.</summary>
    TooMany,

    TooManyPixels,

    /// <summary>It takes longer to open than <see cref="UploadLimits.LongestDecoding"/>.</summary>
    TooSlow,

    /// <summary>Something follows after the end of the picture: a second file in the first one's clothes.</summary>
    TrailingData,

    /// <summary>Not of a kind that is taken here, whatever its name says.</summary>
    UnsupportedType,
}
