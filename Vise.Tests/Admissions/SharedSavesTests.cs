using Npgsql;
using Vise.Data.Admissions;
using Vise.Domain.Admissions;
using Vise.Domain.Users;
using Vise.Tests.Support;
using Xunit;

namespace Vise.Tests.Admissions;

public class SharedSavesTests(TestCluster cluster)
{
    private static readonly Dictionary<string, string> Nothing = new(StringComparer.Ordinal);

    [Fact]
    public async Task What_many_families_save_at_once_is_each_ones_own_in_its_own_name()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        using var saves = new SharedSaves(school.Branches, school.Seal);
        string[] paths = ["child.name", "parents.0.name", "address.permanent.line"];
        List<(ApplicationId Id, Actor Parent, string Name)> forms = [];
        foreach (var (parent, name) in new[] { (school.Parent, "Asha"), (school.OtherParent, "Zoya") })
        {
            for (var form = 0; form < 10; form++)
            {
                forms.Add((await school.ADraftAsync(fields: Nothing, by: parent), parent, name));
            }
        }

        // a phone sends one field at a time
        foreach (var (path, stamp) in paths.Select((path, at) => (path, at + 1)))
        {
            var saved = await Task.WhenAll(forms.Select(form => saves.SaveAsync(form.Parent, form.Id, new FieldEdit(path, form.Name, 0))));
            Assert.All(saved, field => Assert.Equal((1, stamp), (field!.Revision, field.Stamp)));
        }

        foreach (var (id, parent, name) in forms)
        {
            var draft = (await school.Family.DraftAsync(parent, id, CancellationToken.None)).Value!;
            Assert.Equal(paths.Order(StringComparer.Ordinal), draft.Fields.Keys.Order(StringComparer.Ordinal));
            Assert.All(draft.Fields.Values, field => Assert.Equal(new DraftValue(name, 1), field));
            Assert.Equal(name, draft.Card.ChildName);
            // the writer, the trail's account and its duty are the family's own, in a transaction that served both
            Assert.Equal(paths.Length, await CountAsync(school, $"admissions.draft_field where application_id = '{id}' and saved_by = '{parent.Account}'"));
            Assert.Equal(paths.Length, await CountAsync(school, $"admissions.trail where application_id = '{id}' and target = 'admissions.draft_field' and account_id = '{parent.Account}' and actor_role = 'Parent' and actor_name = '{parent.Name}' and duty = 'ApplyForOwnChild'"));
        }

        Assert.True(await CountAsync(school, "(select transaction_id from admissions.trail where target = 'admissions.draft_field' group by transaction_id having count(distinct account_id) = 2) shared") > 0);
    }

    [Fact]
    public async Task What_is_not_plain_is_left_to_the_ordinary_way_and_holds_up_nobody()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        using var saves = new SharedSaves(school.Branches, school.Seal);
        var (mine, theirs, handedIn, locked) = (await school.ADraftAsync(fields: Nothing), await school.ADraftAsync(fields: Nothing, by: school.OtherParent),
            await school.AnApplicationAsync(ApplicationStatus.Submitted), await school.ADraftAsync(fields: Nothing));
        Assert.NotNull(await saves.SaveAsync(school.Parent, mine, new FieldEdit("child.pen", "1", 0)));
        var before = (await school.Family.DraftAsync(school.Parent, handedIn, CancellationToken.None)).Value!;
        await using var other = await NpgsqlDataSource.Create(TestCluster.Unpooled(school.Database.OwnerConnection)).OpenConnectionAsync();
        await using var held = await other.BeginTransactionAsync();
        await using (var command = new NpgsqlCommand($"select from users.application where application_id = '{locked}' for update", other, held))
        {
            await command.ExecuteNonQueryAsync();
        }

        var ended = school.Parent with { Session = Guid.NewGuid() };
        var saved = await Task.WhenAll(
            saves.SaveAsync(school.Parent, theirs, new FieldEdit("child.name", "not yours", 0)),
            saves.SaveAsync(school.Clerk, mine, new FieldEdit("child.name", "a clerk's", 0)),
            saves.SaveAsync(school.Parent, handedIn, new FieldEdit("child.name", "too late", before.Fields["child.name"].Revision)),
            saves.SaveAsync(school.Parent, mine, new FieldEdit("child.pen", "2", 0)),
            saves.SaveAsync(school.Parent, mine, new FieldEdit("questions.no-such", "1", 0)),
            saves.SaveAsync(ended, mine, new FieldEdit("child.name", "signed out", 0)),
            saves.SaveAsync(school.Parent, locked, new FieldEdit("child.name", "busy", 0)),
            saves.SaveAsync(school.Parent, mine, new FieldEdit("child.name", new string('x', DraftField.Longest + 1), 0)),
            saves.SaveAsync(school.Parent, mine, new FieldEdit("child.name", "Asha", 0)));

        Assert.All(saved[..^1], Assert.Null);
        Assert.Equal("Asha", saved[^1]!.Fields["child.name"]);
        Assert.Equal("1", saved[^1]!.Fields["child.pen"]);
        Assert.Equal(0, await CountAsync(school, $"admissions.draft_field where application_id in ('{theirs}', '{locked}')"));
        Assert.Equal(before.Fields["child.name"], (await school.Family.DraftAsync(school.Parent, handedIn, CancellationToken.None)).Value!.Fields["child.name"]);
    }

    [Fact]
    public async Task A_secret_is_sealed_and_comes_back_open_and_the_form_is_another_version_with_each_field()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        using var saves = new SharedSaves(school.Branches, school.Seal);
        var id = await school.ADraftAsync(fields: Nothing);
        List<uint> versions = [await VersionAsync(school, id)];

        var first = await saves.SaveAsync(school.Parent, id, new FieldEdit("health.allergies", "peanuts", 0));
        versions.Add(await VersionAsync(school, id));
        var second = await saves.SaveAsync(school.Parent, id, new FieldEdit("health.allergies", "peanuts and dust", first!.Revision));
        versions.Add(await VersionAsync(school, id));
        // a name without its zero byte is what PostgreSQL can hold
        await saves.SaveAsync(school.Parent, id, new FieldEdit("child.name", "As\0ha", 0));
        versions.Add(await VersionAsync(school, id));

        Assert.Equal((2, "peanuts and dust"), (second!.Revision, second.Fields["health.allergies"]));
        Assert.Equal(0, await CountAsync(school, "admissions.draft_field where value like '%peanuts%'"));
        Assert.Equal("Asha", (await school.Family.DraftAsync(school.Parent, id, CancellationToken.None)).Value!.Fields["child.name"].Value);
        Assert.Equal(versions.Count, versions.Distinct().Count());
        Assert.NotNull((await school.Drafts.SaveAsync(school.Parent, id, versions[0], [new FieldEdit("child.pen", "1", null)], CancellationToken.None)).Refusal);
        Assert.Null((await school.Drafts.SaveAsync(school.Parent, id, versions[^1], [new FieldEdit("child.pen", "1", null)], CancellationToken.None)).Refusal);
    }

    private static async Task<uint> VersionAsync(TestSchool school, ApplicationId id) => (await school.Family.DraftAsync(school.Parent, id, CancellationToken.None)).Value!.Card.Version;

    private static Task<long> CountAsync(TestSchool school, string what) => school.Database.ScalarAsync<long>($"select count(*) from {what}");
}
