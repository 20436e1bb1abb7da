using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Vise.Domain.Admissions;
using Vise.Web.Shell;
using Xunit;

namespace Vise.Tests.Shell;

public sealed class StatusesTests : BunitContext
{
    public StatusesTests() => Services.AddLocalization();

    [Fact]
    public void Each_of_the_ten_statuses_has_a_word_and_an_icon_of_its_own()
    {
        var looks = Enum.GetValues<ApplicationStatus>().Select(Statuses.Of).ToList();
        Assert.Equal(10, looks.Count);
        Assert.Equal(10, looks.Select(look => look.WordKey).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(10, looks.Select(look => look.Icon).Distinct().Count());
    }

    [Fact]
    public void A_chip_says_its_status_in_a_word_beside_the_icon()
    {
        var chip = Render<StatusChip>(p => p.Add(c => c.Status, ApplicationStatus.Rejected)).Find(".chip");
        Assert.Equal("Not accepted", chip.TextContent);
        Assert.Contains("tone-brick", chip.ClassName!, StringComparison.Ordinal);
        Assert.NotNull(chip.QuerySelector("svg[aria-hidden=true]"));
    }

    [Fact]
    public void The_line_of_stages_marks_the_present_one()
    {
        var line = Render<StageLine>(p => p.Add(l => l.Status, ApplicationStatus.Review));
        Assert.Equal(7, line.FindAll("ol > li").Count);
        Assert.Contains("In review", line.Find("[aria-current=step]").TextContent, StringComparison.Ordinal);
        Assert.Equal(2, line.FindAll("li.past").Count);
        Assert.Equal(4, line.FindAll("li.ahead").Count);
    }

    [Fact]
    public void An_ended_line_stops_where_it_ended()
    {
        var line = Render<StageLine>(p => p.Add(l => l.Status, ApplicationStatus.Expired).Add(l => l.EndedAt, ApplicationStatus.Offer));
        Assert.Equal(6, line.FindAll("li").Count);
        Assert.Contains("Expired", line.FindAll("li")[^1].TextContent, StringComparison.Ordinal);
        Assert.Empty(line.FindAll("li.ahead"));
    }

    [Fact]
    public void An_id_is_read_in_fours_and_copied_without_spaces()
    {
        var id = Render<IdText>(p => p.Add(i => i.Value, "2725010125A00F37")).Find(".id-text");
        Assert.Equal("2725010125A00F37", id.TextContent);
        Assert.Equal(4, id.Children.Length);
    }
}
