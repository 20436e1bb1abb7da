using System.Globalization;
using Vise.Data.Admissions;
using Vise.Data.Finance;
using Vise.Domain.Finance;

namespace Vise.Web.Admissions.Desk;

/// <summary>What is filled in beside a decision. It lives as long as the record's page: closing a panel loses nothing.</summary>
public sealed class DecisionForm
{
    /// <summary>Fields ticked for mending, with the remark.</summary>
    public Dictionary<string, string> Remarks { get; } = new(StringComparer.Ordinal);

    /// <summary>How long the family has, 1 to 60 days.</summary>
    public int Days { get; set; } = 7;

    public string Note { get; set; } = "";

    /// <summary>Why a document can't be used: one of <see cref="Domain.Admissions.DocumentFault.All"/>; empty until it is chosen.</summary>
    public string Fault { get; set; } = "";

    public string FaultNote { get; set; } = "";

    /// <summary>How long the family has to replace it, 1 to 60 days.</summary>
    public int ReplaceDays { get; set; } = 7;

    public string Reason { get; set; } = "";

    /// <summary>The last day of the offer; empty for the cycle's own number of days.</summary>
    public DateOnly? LastDay { get; set; }

    /// <summary>Rupees as typed, with at most two decimals.</summary>
    public string Amount { get; set; } = "";

    public string Method { get; set; } = Payment.Methods[0];

    public string Reference { get; set; } = "";

    public IReadOnlyList<FieldRemark> FieldRemarks => [.. Remarks.Select(remark => new FieldRemark(remark.Key, remark.Value))];

    /// <summary>The payment; an amount that can't be read is 0 paise, which the desk refuses in words.</summary>
    public CounterPayment ToPayment() => new(PaiseOf(Amount) ?? 0, Method, Reference);

    /// <summary><c>1,250.50</c> → 125050; null for what is no amount in rupees.</summary>
    public static long? PaiseOf(string typed) =>
        decimal.TryParse(typed.Replace(",", "", StringComparison.Ordinal).Replace("₹", "", StringComparison.Ordinal).Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var rupees)
        && rupees is >= 0 and < 1_000_000_000 && decimal.Truncate(rupees * 100) == rupees * 100
            ? (long)(rupees * 100)
            : null;

    /// <summary>125050 → <c>1250.50</c>, for the input.</summary>
    public static string RupeesOf(long paise) =>
        paise % 100 == 0 ? (paise / 100).ToString(CultureInfo.InvariantCulture) : (paise / 100m).ToString("0.00", CultureInfo.InvariantCulture);
}
