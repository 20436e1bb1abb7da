using System.Globalization;
using Vise.Web.Shell;
using Xunit;

namespace Vise.Tests.Shell;

public sealed class FormatsTests
{
    private static readonly DateTimeOffset LateEvening = new(2025, 4, 8, 19, 5, 0, TimeSpan.Zero);

    [Fact]
    public void A_date_is_shown_with_day_month_name_and_year() =>
        InLanguage(Languages.English, () => Assert.Equal("09 Apr 2025", Formats.Date(new DateOnly(2025, 4, 9))));

    [Fact]
    public void September_has_three_letters() =>
        InLanguage(Languages.English, () => Assert.Equal("01 Sep 2025", Formats.Date(new DateOnly(2025, 9, 1))));

    [Theory]
    [InlineData(Languages.Hindi, "09 अप्रैल 2025")]
    [InlineData(Languages.Marathi, "09 एप्रिल 2025")]
    [InlineData(Languages.Tamil, "09 ஏப்ரல் 2025")]
    public void A_date_has_the_languages_own_month_and_digits_that_all_read(string language, string shown) =>
        InLanguage(language, () => Assert.Equal((shown, "1,25,000"), (Formats.Date(new DateOnly(2025, 4, 9)), Formats.Number(125_000))));

    [Fact]
    public void A_moment_is_shown_in_Indian_time_unless_a_zone_is_given() => InLanguage(Languages.English, () =>
    {
        Assert.Equal("09 Apr 2025, 00:35", Formats.DateAndTime(LateEvening));
        Assert.Equal("08 Apr 2025, 19:05", Formats.DateAndTime(LateEvening, TimeZoneInfo.Utc));
    });

    [Theory]
    [InlineData(0, "₹\u00A00")]
    [InlineData(99_900, "₹\u00A0999")]
    [InlineData(100_000, "₹\u00A01,000")]
    [InlineData(12_500_000, "₹\u00A01,25,000")]
    [InlineData(1_23_45_678_00, "₹\u00A01,23,45,678")]
    [InlineData(125_050, "₹\u00A01,250.50")]
    [InlineData(5, "₹\u00A00.05")]
    [InlineData(-150_000, "−₹\u00A01,500")]
    [InlineData(long.MinValue, "−₹\u00A092,23,37,20,36,85,47,758.08")]
    public void Paise_are_shown_as_rupees_in_lakhs(long paise, string shown) => Assert.Equal(shown, Formats.Rupees(paise));

    private static void InLanguage(string language, Action check)
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = new CultureInfo(language);
        try
        {
            check();
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }
}
