using Vise.Domain.Codes;
using Vise.Domain.Users;

namespace Vise.Domain.Admissions;

/// <summary>A document of an application. The file itself lies in the document store under its content's hash.</summary>
public sealed class Document
{
    /// <summary>The largest file taken, bytes.</summary>
    public const int LargestFile = 5 * 1024 * 1024;

    /// <summary>The most pixels that a picture may have: what a telephone's largest setting makes of a page.</summary>
    public const long MostPixels = 50_000_000;

    /// <summary>The longest side that a picture may come with, pixels.</summary>
    public const int LongestSide = 12_000;

    /// <summary>The longest side that is kept, pixels: A4 at 300 dots an inch. A larger picture is made smaller.</summary>
    public const int PrintSide = 3_508;

    /// <summary>How many documents an application holds at most.</summary>
    public const int MostDocuments = 10;

    public BranchId BranchId { get; private set; }

    public ApplicationId ApplicationId { get; private set; }

    public Guid DocumentId { get; private set; }

    /// <summary>A code of the list <c>document</c>.</summary>
    public string Kind { get; private set; } = "";

    /// <summary>The name it came with, for show only.</summary>
    public string FileName { get; private set; } = "";

    /// <summary>Told by the content, never by the name: application/pdf, image/jpeg or image/png.</summary>
    public string ContentType { get; private set; } = "";

    /// <summary>SHA-256 of the content, hexadecimal.</summary>
    public string ContentHash { get; private set; } = "";

    public int ByteSize { get; private set; }

    public DateTimeOffset UploadedTime { get; private set; }

    public Guid? UploadedBy { get; private set; }

    public DateTimeOffset? VerifiedTime { get; private set; }

    public string? VerifierName { get; private set; }

    public static Document Of(ApplicationId id, string kind, string fileName, string contentType, string hash, int bytes, Actor by, DateTimeOffset at) => new()
    {
        BranchId = id.Branch,
        ApplicationId = id,
        DocumentId = Guid.NewGuid(),
        Kind = kind,
        FileName = fileName,
        ContentType = contentType,
        ContentHash = hash,
        ByteSize = bytes,
        UploadedTime = at,
        UploadedBy = by.Account,
    };

    /// <summary>Whoever works for the school looked at it and found it in order.</summary>
    public Refusal? Verify(Actor by, DateTimeOffset at)
    {
        if (!by.May(Duty.ReviewApplications, BranchId))
        {
            return new Forbidden();
        }

        VerifiedTime = at;
        VerifierName = by.Name;
        return null;
    }
}
