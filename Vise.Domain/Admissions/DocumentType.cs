namespace Vise.Domain.Admissions;

/// <summary>The type of a file, told by its first bytes (the formats' own signatures).</summary>
public static class DocumentType
{
    /// <summary>The most bytes that <see cref="Of"/> looks at.</summary>
    public const int Look = 16;

    /// <summary>application/pdf, image/jpeg or image/png; null for anything else.</summary>
    public static string? Of(ReadOnlySpan<byte> start) =>
        start.StartsWith("%PDF-"u8) ? "application/pdf"
        : start.StartsWith<byte>([0xFF, 0xD8, 0xFF]) ? "image/jpeg"
        : start.StartsWith<byte>([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) ? "image/png"
        : null;
}
