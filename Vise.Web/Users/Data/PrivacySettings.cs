using System.Globalization;
using Vise.Web.Operations;

namespace Vise.Web.Users.Data;

/// <summary>How long an erasure can be cancelled, and what families are told about what the law keeps.</summary>
/// <param name="ErasureDays">Days between the request and the erasure.</param>
/// <param name="RegisterYears">Years that a school keeps an enrolled child's record; 0 where it keeps the admission register for good.</param>
/// <param name="AccountsYears">Years that a school keeps its books, and payments in them.</param>
public sealed record PrivacySettings(int ErasureDays, int RegisterYears, int AccountsYears)
{
    /// <summary>Setting: 1-90.</summary>
    public const string ErasureDaysSetting = "Privacy:ErasureDays";

    /// <summary>Setting: 0-100; state rules differ, so the operator says.</summary>
    public const string RegisterYearsSetting = "Privacy:RegisterYears";

    /// <summary>Setting: 1-100.</summary>
    public const string AccountsYearsSetting = "Privacy:AccountsYears";

    /// <summary>Reads and checks the settings; throws <see cref="SettingsException"/> with a sentence for the operator.</summary>
    public static PrivacySettings From(IConfiguration configuration) => new(
        Number(configuration, ErasureDaysSetting, 7, 1, 90), Number(configuration, RegisterYearsSetting, 0, 0, 100), Number(configuration, AccountsYearsSetting, 8, 1, 100));

    private static int Number(IConfiguration configuration, string name, int usual, int least, int most) => configuration[name] is not { Length: > 0 } text ? usual
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number
        : throw new SettingsException($"{name} must be a number from {least} to {most}, not '{text}'.");
}
