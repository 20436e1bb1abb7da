using Vise.Data.Admissions;
using Vise.Domain.Admissions;

namespace Vise.Web.Admissions.Cycles;

/// <summary>A cycle's days as they are typed.</summary>
public class DayForm
{
    public DateOnly Opens { get; set; }

    public DateOnly Closes { get; set; }

    public DateOnly Ends { get; set; }

    public int OfferDays { get; set; } = 7;

    public int FeeDays { get; set; } = 7;

    public CycleDays Days => new(Opens, Closes, Ends, OfferDays, FeeDays);

    public static DayForm Of(Cycle cycle, TimeZoneInfo zone) => new()
    {
        Opens = Deadline.DayOf(cycle.OpensTime, zone),
        Closes = Deadline.DayOf(cycle.ClosesTime, zone),
        Ends = Deadline.DayOf(cycle.EndsTime, zone),
        OfferDays = cycle.OfferDays,
        FeeDays = cycle.FeeDays,
    };
}
