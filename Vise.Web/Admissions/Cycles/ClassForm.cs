using Vise.Data.Admissions;
using Vise.Domain.Admissions;

namespace Vise.Web.Admissions.Cycles;

/// <summary>A class of a cycle as it is typed.</summary>
public sealed class ClassForm
{
    /// <summary>The class as <see cref="ClassKey"/> writes it; empty while none is chosen.</summary>
    public string Class { get; set; } = "";

    public int Seats { get; set; } = 40;

    /// <summary>How many of <see cref="Seats"/> are RTE seats.</summary>
    public int Rte { get; set; }

    public decimal Rupees { get; set; }

    public HashSet<string> Documents { get; } = new(StringComparer.Ordinal);

    /// <summary>The version it is typed over; null for a class that is added.</summary>
    public uint? Seen { get; set; }

    public ClassKey? Key => Class.Split('.') is [var programme, var department, var code] ? new ClassKey(programme, department, code) : null;

    public ClassTerms Terms => new(Rupees, Documents, new SeatPlan(Seats - Rte, Rte));

    public static ClassForm Of(OfferedClass offered)
    {
        var form = new ClassForm { Class = offered.Key.ToString(), Seats = offered.Seats.Total, Rte = offered.Seats.Rte, Rupees = offered.FeePaise / 100m, Seen = offered.Version };
        form.Documents.UnionWith(offered.Documents);
        return form;
    }
}
