using Vise.Domain.Codes;
using Vise.Domain.Users;

namespace Vise.Domain.Admissions;

/// <summary>A file on its way in, piece by piece, so that a cut costs one piece and not the file. It lives for a day.</summary>
public sealed class Upload
{
    /// <summary>The largest piece, bytes.</summary>
    public const int LargestPiece = 256 * 1024;

    /// <summary>How many unfinished ones an account has at most.</summary>
    public const int MostOpen = 20;

    /// <summary>How long one is kept.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromDays(1);

    /// <summary>How long one request has the making of the document to itself, should it never come back.</summary>
    public static readonly TimeSpan Finish = TimeSpan.FromMinutes(2);

    /// <summary>How long after a finish that came to nothing the next may begin.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromSeconds(10);

    public BranchId BranchId { get; private set; }

    public ApplicationId ApplicationId { get; private set; }

    public Guid UploadId { get; private set; }

    /// <summary>Whose it is: nobody else goes on with it.</summary>
    public Guid AccountId { get; private set; }

    /// <summary>A code of the list <c>document</c>.</summary>
    public string Kind { get; private set; } = "";

    /// <summary>The page that it takes the place of; null for one more.</summary>
    public Guid? Replaces { get; private set; }

    public string FileName { get; private set; } = "";

    public int ByteSize { get; private set; }

    /// <summary>How many bytes have come, from the first on.</summary>
    public int Received { get; private set; }

    public DateTimeOffset BegunTime { get; private set; }

    /// <summary>What came of it; null while it is on its way.</summary>
    public Guid? DocumentId { get; private set; }

    /// <summary>Until when no other request begins to make the document; null when none is at it.</summary>
    public DateTimeOffset? FinishingUntil { get; private set; }

    public bool IsWhole => Received == ByteSize;

    public static Upload Of(ApplicationId id, string kind, Guid? replaces, string fileName, int bytes, Guid account, DateTimeOffset at) => new()
    {
        BranchId = id.Branch,
        ApplicationId = id,
        UploadId = Guid.NewGuid(),
        AccountId = account,
        Kind = kind,
        Replaces = replaces,
        FileName = fileName,
        ByteSize = bytes,
        BegunTime = at,
    };
}
