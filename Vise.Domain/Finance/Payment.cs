using Vise.Domain.Codes;
using Vise.Domain.Users;

namespace Vise.Domain.Finance;

/// <summary>A payment made at the counter. Never changed or removed.</summary>
public sealed class Payment
{
    /// <summary>How money is taken at a counter.</summary>
    public static readonly IReadOnlyList<string> Methods = ["cash", "cheque", "card", "upi"];

    public BranchId BranchId { get; private set; }

    /// <summary>Runs on within the branch.</summary>
    public long ReceiptNo { get; private set; }

    public Admissions.ApplicationId ApplicationId { get; private set; }

    /// <summary>Paise, above zero.</summary>
    public long AmountPaise { get; private set; }

    public string Method { get; private set; } = "";

    /// <summary>The cheque's or the transfer's number.</summary>
    public string? Reference { get; private set; }

    public DateTimeOffset PaidTime { get; private set; }

    public Guid RecordedBy { get; private set; }

    public string RecorderName { get; private set; } = "";

    public static Payment Of(Admissions.ApplicationId id, long receiptNo, long amountPaise, string method, string? reference, Actor by, DateTimeOffset at) => new()
    {
        BranchId = id.Branch,
        ReceiptNo = receiptNo,
        ApplicationId = id,
        AmountPaise = amountPaise,
        Method = method,
        Reference = reference,
        PaidTime = at,
        RecordedBy = by.Account,
        RecorderName = by.Name,
    };
}
