using Vise.Data.Admissions;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Tests.Support;
using Xunit;

namespace Vise.Tests.Admissions;

public class DraftSavingTests(TestCluster cluster)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_saved_field_is_there_on_another_device()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var id = await school.ADraftAsync(fields: new Dictionary<string, string>(StringComparer.Ordinal));

        var saved = await SaveAsync(school, id, new FieldEdit("child.name", "Asha Patil", 0));

        Assert.Equal(1, Assert.Single(saved.Saved).Revision);
        var draft = (await school.Family.DraftAsync(school.Parent, id, None)).Value!;
        Assert.Equal(new DraftValue("Asha Patil", 1), draft.Fields["child.name"]);
        Assert.Equal("Asha Patil", draft.Card.ChildName);
    }

    [Fact]
    public async Task Two_devices_never_overwrite_each_other_silently()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var id = await school.ADraftAsync(fields: new Dictionary<string, string>(StringComparer.Ordinal));
        await SaveAsync(school, id, new FieldEdit("child.name", "Asha", 0));
        await SaveAsync(school, id, new FieldEdit("child.name", "Asha Patil", 1));

        var late = await SaveAsync(school, id, new FieldEdit("child.name", "Usha", 1), new FieldEdit("child.gender", "F", 0));

        Assert.Equal(new FieldConflict("child.name", "Usha", "Asha Patil", 2), Assert.Single(late.Conflicts));
        Assert.Equal("child.gender", Assert.Single(late.Saved).Path);
        Assert.Equal("Asha Patil", (await school.Family.DraftAsync(school.Parent, id, None)).Value!.Fields["child.name"].Value);
        var chosen = await SaveAsync(school, id, new FieldEdit("child.name", "Usha", 2));
        Assert.Equal(3, Assert.Single(chosen.Saved).Revision);
    }

    [Fact]
    public async Task A_device_does_not_quarrel_with_what_it_sent_itself_and_heard_nothing_of()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var id = await school.ADraftAsync(fields: new Dictionary<string, string>(StringComparer.Ordinal));
        await SaveAsync(school, id, new FieldEdit("child.name", "Ash", 0), new FieldEdit("child.aadhaar", "9999", 0));

        var late = await SaveAsync(
            school, id, new FieldEdit("child.name", "Asha", 0) { Unanswered = ["As", "Ash"] }, new FieldEdit("child.aadhaar", "9999 9999 0019", 0) { Unanswered = ["9999"] });

        Assert.Empty(late.Conflicts);
        var draft = (await school.Family.DraftAsync(school.Parent, id, None)).Value!;
        Assert.Equal((new DraftValue("Asha", 2), new DraftValue("9999 9999 0019", 2)), (draft.Fields["child.name"], draft.Fields["child.aadhaar"]));
        var other = await SaveAsync(school, id, new FieldEdit("child.name", "Usha", 1) { Unanswered = ["Ash"] });
        Assert.Equal("Asha", Assert.Single(other.Conflicts).Theirs);
    }

    [Fact]
    public async Task What_was_saved_empty_is_no_other_answer_than_none()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var id = await school.ADraftAsync(fields: new Dictionary<string, string>(StringComparer.Ordinal));
        await SaveAsync(school, id, new FieldEdit("child.pen", "", 0));

        Assert.Empty((await SaveAsync(school, id, new FieldEdit("child.pen", "12345678901", 0))).Conflicts);

        await SaveAsync(school, id, new FieldEdit("child.pen", "", 2));
        Assert.Single((await SaveAsync(school, id, new FieldEdit("child.pen", "12345678902", 2))).Conflicts);
    }

    [Fact]
    public async Task A_save_sent_twice_is_saved_once()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var id = await school.ADraftAsync(fields: new Dictionary<string, string>(StringComparer.Ordinal));

        await SaveAsync(school, id, new FieldEdit("child.name", "Asha", 0));
        var again = await SaveAsync(school, id, new FieldEdit("child.name", "Asha", 0));

        Assert.Empty(again.Conflicts);
        Assert.Equal(1, Assert.Single(again.Saved).Revision);
    }

    [Fact]
    public async Task Many_saves_at_once_all_arrive_or_come_back()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var id = await school.ADraftAsync(fields: new Dictionary<string, string>(StringComparer.Ordinal));
        var paths = AdmissionForm.Of(FormStep.Child).Select(field => field.Path).ToList();

        var outcomes = await Task.WhenAll(paths.Select(path => school.Drafts.SaveAsync(school.Parent, id, [new FieldEdit(path, "x", 0)], None)));

        var saved = (await school.Family.DraftAsync(school.Parent, id, None)).Value!.Fields.Keys;
        foreach (var (path, outcome) in paths.Zip(outcomes))
        {
            Assert.True(saved.Contains(path) ? outcome.Value is not null : outcome.Refusal is Collided, path);
        }

        Assert.NotEmpty(saved);
    }

    [Fact]
    public async Task The_last_day_of_a_familys_draft_is_moved_when_it_is_an_hour_off_and_of_a_clerks_with_each_save()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var (own, walkIn) = (await school.ADraftAsync(), await school.ADraftAsync(by: school.Clerk));
        var (before, beforeWalkIn) = (await LastDayAsync(own), await LastDayAsync(walkIn));

        await school.ShiftClockAsync("50 minutes");
        await SaveAsync(school, own, new FieldEdit("child.gender", "M", null));
        Assert.NotNull((await school.Drafts.SaveAsync(school.Clerk, walkIn, [new FieldEdit("child.gender", "M", null)], None)).Value);
        Assert.Equal(before, await LastDayAsync(own));
        Assert.True(await LastDayAsync(walkIn) - beforeWalkIn >= TimeSpan.FromMinutes(50));
        await school.ShiftClockAsync("70 minutes");
        await SaveAsync(school, own, new FieldEdit("child.gender", "F", null));

        Assert.True(await LastDayAsync(own) - before >= TimeSpan.FromMinutes(70));

        // a form that was returned for longer than a draft is kept keeps its day, whoever fills in and by whichever way
        using var saves = new SharedSaves(school.Branches, school.Seal);
        foreach (var (id, by) in new[] { (own, school.Parent), (walkIn, school.Clerk) })
        {
            Assert.Null(await school.Drafts.SubmitAsync(by, id, None));
            Assert.Null(await school.Review.StartReviewAsync(school.Clerk, id, null, None));
            Assert.Null(await school.Review.ReturnAsync(school.Clerk, id, null, 45, [new FieldRemark("child.name", "As on the certificate, please")], null, None));
            var returned = await LastDayAsync(id);
            var name = (await school.Family.DraftAsync(by, id, None)).Value!.Fields["child.name"];
            Assert.Equal(by.IsFamily, await saves.SaveAsync(by, id, new FieldEdit("child.name", "Asha R. Patil", name.Revision)) is not null);
            Assert.NotNull((await school.Drafts.SaveAsync(by, id, [new FieldEdit("child.name", "Asha Rani Patil", null)], None)).Value);
            Assert.Equal(returned, await LastDayAsync(id));
        }

        Task<DateTime> LastDayAsync(ApplicationId id) => school.Database.ScalarAsync<DateTime>($"select draft_expires_time from users.application where application_id = '{id}'");
    }

    [Fact]
    public async Task What_is_not_valid_yet_is_saved_too_and_secrets_come_back_to_their_owner()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var id = await school.ADraftAsync(fields: new Dictionary<string, string>(StringComparer.Ordinal));

        await SaveAsync(school, id, new FieldEdit("child.birthDate", "31 Feb", 0), new FieldEdit("child.aadhaar", "12", 0));

        var draft = (await school.Family.DraftAsync(school.Parent, id, None)).Value!;
        Assert.Equal("31 Feb", draft.Fields["child.birthDate"].Value);
        Assert.Equal("12", draft.Fields["child.aadhaar"].Value);
    }

    [Fact]
    public async Task A_submitted_form_is_not_changed_any_more()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var id = await school.AnApplicationAsync(ApplicationStatus.Submitted);

        Assert.IsType<NoSuchStep>((await school.Drafts.SaveAsync(school.Parent, id, [new FieldEdit("child.name", "Other", null)], None)).Refusal);
        Assert.IsType<NoSuchStep>((await school.Documents.AddAsync(school.Parent, id, "birth_certificate", "a.pdf", new MemoryStream([.. "%PDF-1.7"u8]), None)).Refusal);
    }

    [Fact]
    public async Task Another_family_finds_no_such_form()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var id = await school.ADraftAsync();

        Assert.IsType<NotFound>((await school.Drafts.SaveAsync(school.OtherParent, id, [new FieldEdit("child.name", "Spy", null)], None)).Refusal);
        Assert.IsType<NotFound>(await school.Drafts.SubmitAsync(school.OtherParent, id, None));
        Assert.IsType<NotFound>(await school.Drafts.WithdrawAsync(school.OtherParent, id, null, "spite", None));
    }

    private static async Task<SaveResult> SaveAsync(TestSchool school, ApplicationId id, params FieldEdit[] edits) =>
        Assert.IsType<SaveResult>((await school.Drafts.SaveAsync(school.Parent, id, edits, None)).Value);
}
