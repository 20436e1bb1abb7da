namespace Vise.Domain.Admissions;

/// <summary>Deadlines end with a day where the branch is.</summary>
public static class Deadline
{
    /// <summary>The last second of the day that lies <paramref name="days"/> days after <paramref name="at"/> in the time zone, in UTC.</summary>
    public static DateTimeOffset EndOfDay(DateTimeOffset at, int days, TimeZoneInfo zone) =>
        EndOf(DayOf(at, zone).AddDays(days), zone);

    /// <summary>The last second of a day in the time zone, in UTC.</summary>
    public static DateTimeOffset EndOf(DateOnly day, TimeZoneInfo zone)
    {
        var local = day.ToDateTime(new TimeOnly(23, 59, 59));
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
    }

    /// <summary>The calendar day in the time zone.</summary>
    public static DateOnly DayOf(DateTimeOffset at, TimeZoneInfo zone) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);
}
