using System.Globalization;
using Vise.Web.Operations;

namespace Vise.Web.Admissions;

/// <summary>When families are reminded of a day to keep.</summary>
/// <param name="DaysBefore">How many days before it.</param>
public sealed record Reminders(int DaysBefore)
{
    private const string Setting = "Reminders:DaysBefore";

    /// <summary>The setting, 3 when there is none. A wrong one throws <see cref="SettingsException"/>.</summary>
    public static Reminders Read(IConfiguration configuration) =>
        !configuration.Has(Setting) ? new Reminders(3)
            : int.TryParse(configuration[Setting], NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is >= 1 and <= 14 ? new Reminders(days)
            : throw new SettingsException($"{Setting} must be a number from 1 to 14.");
}
