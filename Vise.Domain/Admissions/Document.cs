using Vise.Domain.Codes;
using Vise.Domain.Users;

namespace Vise.Domain.Admissions;

/// <summary>A file as it lies in the document store.</summary>
/// <param name="Hash">SHA-256 of the content, hexadecimal.</param>
/// <param name="PreviewHash">The same of a small picture of it; null where there is none.</param>
/// <param name="PageCount">How many pages a PDF says it has; null for pictures and where it can't be told.</param>
public sealed record KeptFile(string ContentType, string Hash, int Bytes, string? PreviewHash = null, int? PageCount = null);

/// <summary>A document of an application, or one page of it. The file itself lies in the document store under its content's hash.</summary>
public sealed class Document
{
    /// <summary>The largest file taken, bytes.</summary>
    public const int LargestFile = 5 * 1024 * 1024;

    /// <summary>The most pixels that a picture may have: more than three times what print needs of a page.</summary>
    public const long MostPixels = 40_000_000;

    /// <summary>The longest side that a picture may come with, pixels.</summary>
    public const int LongestSide = 12_000;

    /// <summary>The longest side that is kept, pixels: A4 at 300 dots an inch. A larger picture is made smaller.</summary>
    public const int PrintSide = 3_508;

    /// <summary>The longest side of the small picture in lists, pixels: 120 on a screen of two dots a pixel.</summary>
    public const int PreviewSide = 240;

    /// <summary>How many files an application holds at most, the pages of all its documents.</summary>
    public const int MostDocuments = 40;

    /// <summary>How many pages, each a file of its own, a document of one kind has at most.</summary>
    public const int MostPages = 10;

    public BranchId BranchId { get; private set; }

    public ApplicationId ApplicationId { get; private set; }

    public Guid DocumentId { get; private set; }

    /// <summary>A code of the list <c>document</c>.</summary>
    public string Kind { get; private set; } = "";

    /// <summary>Its place among those of its kind, from 1 on; where one was taken out, its number is free.</summary>
    public short Page { get; private set; }

    /// <summary>The name it came with, for show only.</summary>
    public string FileName { get; private set; } = "";

    /// <summary>Told by the content, never by the name: application/pdf, image/jpeg or image/png.</summary>
    public string ContentType { get; private set; } = "";

    /// <summary>SHA-256 of the content, hexadecimal.</summary>
    public string ContentHash { get; private set; } = "";

    public int ByteSize { get; private set; }

    /// <summary>SHA-256 of a small JPEG to look at; null for what is no picture.</summary>
    public string? PreviewHash { get; private set; }

    /// <summary>How many pages a PDF says it has.</summary>
    public int? PageCount { get; private set; }

    public DateTimeOffset UploadedTime { get; private set; }

    public Guid? UploadedBy { get; private set; }

    public DateTimeOffset? VerifiedTime { get; private set; }

    public string? VerifierName { get; private set; }

    /// <summary>When the branch said that it can't use it; null, as the next five are, where it has not.</summary>
    public DateTimeOffset? RefusedTime { get; private set; }

    public Guid? RefusedBy { get; private set; }

    public string? RefuserName { get; private set; }

    /// <summary>Why: one of <see cref="DocumentFault.All"/>.</summary>
    public string? Fault { get; private set; }

    /// <summary>What the branch adds for the family; null where it adds nothing.</summary>
    public string? FaultNote { get; private set; }

    /// <summary>Until when the family is asked to replace it. Later does too.</summary>
    public DateTimeOffset? ReplaceBy { get; private set; }

    /// <summary>The refused document in whose place the family put this one after it had handed the form in; null else.</summary>
    public Guid? Replaces { get; private set; }

    public static Document Of(ApplicationId id, string kind, int page, string fileName, KeptFile file, Actor by, DateTimeOffset at, Guid? replaces = null) => new()
    {
        BranchId = id.Branch,
        ApplicationId = id,
        DocumentId = Guid.NewGuid(),
        Kind = kind,
        Page = (short)page,
        FileName = fileName,
        ContentType = file.ContentType,
        ContentHash = file.Hash,
        ByteSize = file.Bytes,
        PreviewHash = file.PreviewHash,
        PageCount = file.PageCount,
        UploadedTime = at,
        UploadedBy = by.Account,
        Replaces = replaces,
    };

    /// <summary>Whoever works for the school looked at it and found it in order, though it may have been refused before.</summary>
    internal void Verify(Actor by, DateTimeOffset at)
    {
        (VerifiedTime, VerifierName) = (at, by.Name);
        (RefusedTime, RefusedBy, RefuserName, Fault, FaultNote, ReplaceBy) = (null, null, null, null, null, null);
    }

    /// <summary>Whoever works for the school looked at it and can't use it, though it may have been verified before.</summary>
    internal void Refuse(Actor by, DateTimeOffset at, DocumentFault fault, DateTimeOffset until)
    {
        (RefusedTime, RefusedBy, RefuserName, Fault, FaultNote, ReplaceBy) = (at, by.Account, by.Name, fault.Why, fault.Note, until);
        (VerifiedTime, VerifierName) = (null, null);
    }
}
