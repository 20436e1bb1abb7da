using Vise.Domain;
using Vise.Domain.Codes;
using Xunit;

namespace Vise.Tests.Codes;

/// <summary>What may be typed or imported as a code, a name, a number, a zone.</summary>
public class CodeRulesTests
{
    private static readonly NameEntry Name = CodesWorld.Called("Shivaji Vidyalaya");

    [Theory]
    [InlineData(null, null, null, null)]
    [InlineData("27250100101", "411005", null, null)]
    [InlineData("2725 0100 101", "411 005", null, null)]
    [InlineData("2725010010", null, "udise_code", "UdiseForm")]
    [InlineData("2725010010A", null, "udise_code", "UdiseForm")]
    [InlineData("29250100101", null, "udise_code", "UdiseState")]
    [InlineData("26250100101", null, null, null)]
    [InlineData(null, "011005", "pin_code", "PinForm")]
    [InlineData(null, "41100", "pin_code", "PinForm")]
    public void Numbers_of_a_school_are_checked(string? udise, string? pin, string? field, string? problem)
    {
        var problems = InstitutionEntry.Of(Name, udise, "Pune", pin).Check(["27", "26"]);
        Assert.Equal((field, problem), (problems.SingleOrDefault()?.Path, problems.SingleOrDefault()?.Code));
    }

    [Theory]
    [InlineData("Asia/Kolkata", true)]
    [InlineData("", true)]
    [InlineData("Asia/Poona", false)]
    [InlineData("IST", false)]
    [InlineData("UTC", false)]
    public void A_time_zone_is_one_that_everybody_knows(string zone, bool good) => Assert.Equal(good, BranchEntry.Of(Name, zone).Check().Count == 0);

    [Fact]
    public void Names_are_cleaned_and_checked_in_every_language()
    {
        var entry = NameEntry.Of("  Haveli   School ", [new("hi", " हवेली "), new("mr", " "), new("xx", "no language"), new("ta", new string('அ', 121))]);
        Assert.Equal(("Haveli School", "हवेली"), (entry.Name, entry.Names["hi"]));
        Assert.DoesNotContain("mr", entry.Names.Keys);
        Assert.Equal(["name_xx LanguageUnknown", "name_ta TooLong"], entry.Check().Select(problem => $"{problem.Path} {problem.Code}"));
        Assert.Equal("Required", Assert.Single(NameEntry.Of(" ", []).Check()).Code);
    }

    [Fact]
    public void A_class_is_made_of_known_codes_in_use()
    {
        var terms = ((string[])["programme", "department", "class", "medium"]).ToDictionary(
            list => list, IReadOnlyDictionary<string, bool> (_) => new Dictionary<string, bool>(StringComparer.Ordinal) { ["SB"] = true, ["OLD"] = false, ["hi"] = true }, StringComparer.Ordinal);
        Assert.Empty(TaughtEntry.Of("SB", "SB", "SB", ["hi", "hi"]).Check(terms));
        Assert.Equal(
            ["programme TermUnknown", "department TermRetired", "class Required", "media Required"],
            TaughtEntry.Of("ZZ", "OLD", "", []).Check(terms).Select(problem => $"{problem.Path} {problem.Code}"));
    }

    [Fact]
    public void A_year_lies_on_its_own_days_and_an_announcement_has_a_text()
    {
        var year = AcademicYear.Parse("2027-28");
        Assert.Null(SchoolYear.Of(year, new(2027, 4, 1), new(2028, 3, 31), true).Refusal);
        Assert.IsType<FormIncomplete>(SchoolYear.Of(year, new(2026, 4, 1), new(2028, 3, 31), true).Refusal);
        Assert.IsType<FormIncomplete>(SchoolYear.Of(year, new(2027, 4, 1), new(2027, 4, 1), true).Refusal);
        Assert.IsType<FormIncomplete>(SchoolYear.Of(year, new(2027, 4, 1), new(2029, 3, 31), true).Refusal);
        Assert.Equal(
            ["text Required", "text_zz LanguageUnknown", "to LastDay"],
            AnnouncementEntry.Of(new Dictionary<string, string>(StringComparer.Ordinal) { ["zz"] = "what" }, new(2026, 2, 1), new(2026, 1, 1)).Check().Select(problem => $"{problem.Path} {problem.Code}"));
    }

    [Theory]
    [InlineData("programme", "SB", true)]
    [InlineData("programme", "STATE", false)]
    [InlineData("class", "1", false)]
    [InlineData("medium", "bho", true)]
    [InlineData("medium", "HI", false)]
    [InlineData("document", "caste_certificate", true)]
    [InlineData("document", "Caste certificate", false)]
    [InlineData("quota", "sports", false)]
    public void A_list_takes_codes_of_its_own_form(string list, string code, bool good) => Assert.Equal(good, TermList.Find(list)!.CheckCode(code) is null);
}
