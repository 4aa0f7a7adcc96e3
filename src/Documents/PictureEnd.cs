namespace Orders.Functions.Documents;

/// <summary>Whether a picture says where it ends.</summary>
internal enum PictureEnd
{
    Marked,

    /// <summary>The file stops where the mark should be: whether all of the picture is there shows when it is decoded.</summary>
    Missing,
}
