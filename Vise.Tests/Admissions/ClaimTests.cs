using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Tests.Support;
using Xunit;

namespace Vise.Tests.Admissions;

/// <summary>A form that the office entered finds its family by a code.</summary>
public class ClaimTests(TestCluster cluster)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task The_family_takes_the_form_by_its_number_and_code_once()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var id = await school.ADraftAsync(by: school.Clerk);
        var old = (await school.Claims.MakeCodeAsync(school.Clerk, id, None)).Value!;
        var code = (await school.Claims.MakeCodeAsync(school.Admin, id, None)).Value!;

        Assert.Matches("^[2-9A-HJKMNP-TV-Z]{10}$", code.Code);
        foreach (var (number, typed) in ((string, string)[])[(id.Value, old.Code), (id.Value, "AAAAA22222"), ("2725010125AZZZZ0", code.Code), ("nonsense", code.Code)])
        {
            Assert.IsType<ClaimWrong>((await school.Claims.ClaimAsync(school.Parent, number, typed, None)).Refusal);
        }

        Assert.Equal(id, (await school.Claims.ClaimAsync(school.Parent, id.Value, $" {code.Code[..5].ToLowerInvariant()}-{code.Code[5..]} ", None)).Value!.Id);
        Assert.IsType<ClaimWrong>((await school.Claims.ClaimAsync(school.OtherParent, id.Value, code.Code, None)).Refusal);
        Assert.Single(await school.Family.MineAsync(school.Parent, None));
        var claimed = (await school.Family.TimelineAsync(school.Parent, id, None))[^1];
        Assert.Equal((ApplicationStatus.Draft, ApplicationStatus.Draft, Vise.Domain.Users.Role.System, "Meera"), (claimed.From, claimed.To, claimed.Role, claimed.Name));
        // the draft is the family's alone now, and has no code any more
        Assert.IsType<NotFound>((await school.Claims.MakeCodeAsync(school.Clerk, id, None)).Refusal);
        Assert.False(await school.Database.ScalarAsync<bool>($"select claim_code_hash is not null from users.application where application_id = '{id}'"));
        Assert.Null(await school.Drafts.SubmitAsync(school.Parent, id, None));
        Assert.IsType<AlreadyClaimed>((await school.Claims.MakeCodeAsync(school.Clerk, id, None)).Refusal);
    }

    [Fact]
    public async Task A_code_ends_after_ninety_days_and_another_branch_makes_none()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var id = await school.ADraftAsync(by: school.Clerk);
        var code = (await school.Claims.MakeCodeAsync(school.Clerk, id, None)).Value!;

        Assert.IsType<NotFound>((await school.Claims.MakeCodeAsync(school.ForeignClerk, id, None)).Refusal);
        await school.ShiftClockAsync("91 days");
        Assert.IsType<ClaimWrong>((await school.Claims.ClaimAsync(school.Parent, id.Value, code.Code, None)).Refusal);
    }

    [Fact]
    public async Task Two_who_type_the_code_at_once_get_one_form()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var id = await school.ADraftAsync(by: school.Clerk);
        var code = (await school.Claims.MakeCodeAsync(school.Clerk, id, None)).Value!;

        var both = await Task.WhenAll(school.Claims.ClaimAsync(school.Parent, id.Value, code.Code, None), school.Claims.ClaimAsync(school.OtherParent, id.Value, code.Code, None));

        Assert.Single(both, outcome => outcome.Value is not null);
        Assert.Single(both, outcome => outcome.Refusal is ClaimWrong);
    }
}
