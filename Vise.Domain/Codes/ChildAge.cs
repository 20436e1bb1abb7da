namespace Vise.Domain.Codes;

/// <summary>An age as the calendar counts it: whole years, months over them, days over those.</summary>
public sealed record ChildAge(int Years, int Months, int Days)
{
    /// <summary>Past so many years a pupil's year of birth is more likely a slip of the hand.</summary>
    public const int MostLikely = 25;

    /// <summary>Whether it is worth asking if the year of birth is right.</summary>
    public bool IsUnlikely => Years > MostLikely;

    /// <summary>The age on a day; nothing before the birth.</summary>
    public static ChildAge On(DateOnly born, DateOnly day)
    {
        if (day < born)
        {
            return new ChildAge(0, 0, 0);
        }

        var months = ((day.Year - born.Year) * 12) + day.Month - born.Month;
        months -= born.AddMonths(months) > day ? 1 : 0;
        return new ChildAge(months / 12, months % 12, day.DayNumber - born.AddMonths(months).DayNumber);
    }
}
