using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Vise.Web.Shell.Forms;
using Xunit;

namespace Vise.Tests.Shell;

public sealed class FormPartsTests : BunitContext
{
    private static readonly Choice[] Genders = [new("female", "Girl"), new("male", "Boy"), new("other", "Other", "As on the certificate")];

    public FormPartsTests() => Services.AddLocalization();

    [Fact]
    public void A_text_field_ties_label_hint_and_error_to_its_input()
    {
        var field = Render<TextField>(p => p.Add(f => f.Path, "child.name").Add(f => f.Question, "What is the name?")
            .Add(f => f.Hint, "As on the certificate.").Add(f => f.Error, "Give the name.").Add(f => f.Value, "आशा").Add(f => f.MaxLength, 100));
        var input = field.Find("input");
        Assert.Equal("child.name", input.GetAttribute("name"));
        Assert.Equal("child.name", input.GetAttribute("data-path"));
        Assert.Equal("आशा", input.GetAttribute("value"));
        Assert.Equal("100", input.GetAttribute("maxlength"));
        Assert.Equal("true", input.GetAttribute("aria-invalid"));
        Assert.Equal("child-name-hint child-name-error", input.GetAttribute("aria-describedby"));
        Assert.Equal(input.Id, field.Find("label").GetAttribute("for"));
        Assert.Equal("As on the certificate.", field.Find("#child-name-hint").TextContent);
        Assert.Contains("Give the name.", field.Find("#child-name-error").TextContent, StringComparison.Ordinal);
        Assert.Null(input.GetAttribute("placeholder"));
    }

    [Fact]
    public void A_field_without_error_keeps_a_hidden_place_for_it()
    {
        var field = Render<TextField>(p => p.Add(f => f.Path, "child.name").Add(f => f.Question, "Name").Add(f => f.Required, false));
        Assert.True(field.Find("#child-name-error").HasAttribute("hidden"));
        Assert.Null(field.Find("input").GetAttribute("aria-invalid"));
        Assert.Null(field.Find("input").GetAttribute("aria-describedby"));
        Assert.Equal("Name (optional)", field.Find("label").TextContent.Trim());
    }

    [Fact]
    public void A_date_is_three_boxes_with_names_of_their_own()
    {
        var field = Render<DateField>(p => p.Add(f => f.Path, "child.born").Add(f => f.Question, "When was Asha born?")
            .Add(f => f.Value, new DateParts("31", "13", "2019")).Add(f => f.Error, "Mend the month."));
        Assert.Equal("child.born.day child.born.month child.born.year", string.Join(' ', field.FindAll("input").Select(input => input.GetAttribute("name"))));
        Assert.Equal("31 13 2019", string.Join(' ', field.FindAll("input").Select(input => input.GetAttribute("value"))));
        Assert.All(field.FindAll("input"), input => Assert.Equal("numeric", input.GetAttribute("inputmode")));
        Assert.Equal("child-born", field.FindAll("input")[0].Id);
        Assert.Equal("child-born-hint child-born-error", field.Find("fieldset").GetAttribute("aria-describedby"));
        Assert.Contains("When was Asha born?", field.Find("legend").TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("9", "4", "2019", "2019-04-09", true)]
    [InlineData("९", "४", "२०१९", "2019-04-09", true)]
    [InlineData("31", "2", "2019", "2019-2-31", false)]
    [InlineData("", "", "", "", false)]
    [InlineData("x", "4", "2019", "2019-4-x", false)]
    [InlineData("9", "4", "19", "19-4-9", false)]
    public void A_date_is_kept_as_typed_until_it_is_one(string day, string month, string year, string kept, bool whole)
    {
        var parts = new DateParts(day, month, year);
        Assert.Equal(kept, parts.ToString());
        Assert.Equal(whole, parts.TryRead(out _));
        Assert.Equal(kept, DateParts.Parse(kept).ToString());
    }

    [Fact]
    public void Radios_share_a_name_and_the_first_has_the_fields_id()
    {
        var field = Render<ChoiceField>(p => p.Add(f => f.Path, "child.gender").Add(f => f.Question, "Girl or boy?").Add(f => f.Options, Genders).Add(f => f.Value, "male"));
        var radios = field.FindAll("input[type=radio]");
        Assert.All(radios, radio => Assert.Equal("child.gender", radio.GetAttribute("name")));
        Assert.Equal("child-gender", radios[0].Id);
        Assert.Equal("male", field.Find("input[checked]").GetAttribute("value"));
        Assert.All(radios, radio => Assert.NotNull(field.Find($"label[for={radio.Id}]")));
    }

    [Fact]
    public void A_select_begins_with_no_choice()
    {
        var field = Render<SelectField>(p => p.Add(f => f.Path, "child.gender").Add(f => f.Question, "Girl or boy?").Add(f => f.Options, Genders).Add(f => f.Value, "other"));
        Assert.Equal("", field.FindAll("option")[0].GetAttribute("value"));
        Assert.Equal("other", field.Find("option[selected]").GetAttribute("value"));
    }

    [Fact]
    public void The_summary_links_to_each_field()
    {
        var summary = Render<ErrorSummary>(p => p.Add(s => s.Errors, [new("child.name", "Give the name."), new("parents[0].mobile", "Give a mobile number.")]));
        Assert.Equal("alert", summary.Find("#error-summary").GetAttribute("role"));
        Assert.Equal("-1", summary.Find("#error-summary").GetAttribute("tabindex"));
        Assert.Equal("/#child-name /#parents-0-mobile", string.Join(' ', summary.FindAll("a").Select(link => link.GetAttribute("href"))));
        Assert.Equal("Give the name.", summary.Find("a").TextContent);
    }

    [Fact]
    public void No_summary_is_shown_without_errors() =>
        Assert.Equal("", Render<ErrorSummary>(p => p.Add(s => s.Errors, [])).Markup.Trim());

    [Fact]
    public void Where_a_file_is_there_none_is_asked_for()
    {
        var field = Render<FileField>(p => p.Add(f => f.Path, "documents.birth").Add(f => f.Question, "Birth certificate").Add(f => f.Required, true).Add(f => f.There, true).AddChildContent("<p class='there'>birth.pdf</p>"));
        Assert.Contains("birth.pdf", field.Find(".there").TextContent, StringComparison.Ordinal);
        Assert.Null(field.Find("input").GetAttribute("aria-required"));
    }
}
