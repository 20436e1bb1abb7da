namespace Vise.Domain.Admissions;

/// <summary>The type of a file, told by its first bytes (the formats' own signatures).</summary>
public static class DocumentType
{
    /// <summary>The most bytes that <see cref="Of"/> looks at.</summary>
    public const int Look = 16;

    /// <summary>application/pdf, image/jpeg, image/png or image/heic; null for anything else.</summary>
    public static string? Of(ReadOnlySpan<byte> start) =>
        start.StartsWith("%PDF-"u8) ? "application/pdf"
        : start.StartsWith<byte>([0xFF, 0xD8, 0xFF]) ? "image/jpeg"
        : start.StartsWith<byte>([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) ? "image/png"
        : IsHeic(start) ? "image/heic"
        : null;

    // ISO/IEC 23008-12: a box "ftyp" comes first and names the brand; mif1 is any picture of the family
    private static bool IsHeic(ReadOnlySpan<byte> start) =>
        start.Length >= 12 && start[4..8].SequenceEqual("ftyp"u8)
        && (start[8..12].SequenceEqual("heic"u8) || start[8..12].SequenceEqual("heix"u8) || start[8..12].SequenceEqual("mif1"u8));
}
