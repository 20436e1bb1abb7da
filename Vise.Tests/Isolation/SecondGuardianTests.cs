using Npgsql;
using Vise.Data.Admissions;
using Vise.Data.Users;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Users;
using Vise.Tests.Support;
using Xunit;

namespace Vise.Tests.Isolation;

/// <summary>A second guardian sees and does what the owner may for exactly one application, and nothing at all once it is ended.</summary>
public class SecondGuardianTests(TestCluster cluster)
{
    private static readonly CancellationToken None = CancellationToken.None;

    private static readonly InvitationLetter Letter = new("en", token => $"/invitation/open?token={token}");

    [Fact]
    public async Task They_see_exactly_that_application_fill_it_and_submit_it_under_their_own_name()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var (shared, other) = (await school.ADraftAsync(), await school.ADraftAsync());
        await JoinAsync(school, shared);

        Assert.Equal([shared], (await school.Family.MineAsync(school.OtherParent, None)).Select(card => card.Id));
        Assert.IsType<NotFound>((await school.Family.DraftAsync(school.OtherParent, other, None)).Refusal);
        Assert.Empty((await school.Drafts.SaveAsync(school.OtherParent, shared, [new FieldEdit("address.permanent.line", "7 Lake Road", null)], None)).Value?.Conflicts ?? []);
        Assert.Null(await school.Drafts.SubmitAsync(school.OtherParent, shared, None));
        Assert.Equal(("Imran", Role.Parent), (await school.Family.TimelineAsync(school.Parent, shared, None))[^1] is var last ? (last.Name, last.Role) : default);
        Assert.IsType<Forbidden>(await school.Drafts.WithdrawAsync(school.OtherParent, shared, null, "no", None));
        Assert.IsType<NotFound>(await school.Drafts.WithdrawAsync(school.OtherParent, other, null, "no", None));
        Assert.Equal([shared], await SeenBySqlAsync(school, school.OtherParent));
    }

    [Fact]
    public async Task An_ended_one_sees_and_does_nothing_at_once()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var id = await school.ADraftAsync();
        await JoinAsync(school, id);

        Assert.Null(await school.Guardians.EndAsync(school.Parent, id, None));

        Assert.Empty(await school.Family.MineAsync(school.OtherParent, None));
        Assert.IsType<NotFound>((await school.Family.DraftAsync(school.OtherParent, id, None)).Refusal);
        Assert.IsType<NotFound>(await school.Drafts.SubmitAsync(school.OtherParent, id, None));
        Assert.Empty(await SeenBySqlAsync(school, school.OtherParent));
        Assert.Null(await school.Guardians.FindAsync(school.OtherParent, id, None));
        // and may be invited anew
        await JoinAsync(school, id);
        Assert.Null(await school.Guardians.EndAsync(school.OtherParent, id, None));
        Assert.Empty(await school.Family.MineAsync(school.OtherParent, None));
        Assert.Single(await school.Family.MineAsync(school.Parent, None));
    }

    [Fact]
    public async Task The_link_works_once_for_somebody_else_and_for_a_week()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var id = await school.ADraftAsync();
        var first = (await school.Guardians.InviteAsync(school.Parent, id, "aunt@demo.test", Letter, None)).Value!;
        var second = (await school.Guardians.InviteAsync(school.Parent, id, "98765 43210", Letter, None)).Value!;

        Assert.IsType<NotFound>((await school.Guardians.InviteAsync(school.OtherParent, id, "x@demo.test", Letter, None)).Refusal);
        Assert.IsType<InvitationOver>((await school.Guardians.AcceptAsync(school.OtherParent, first.Token, None)).Refusal);
        Assert.IsType<InvitationOver>((await school.Guardians.AcceptAsync(school.Parent, second.Token, None)).Refusal);
        Assert.Equal(id, (await school.Guardians.AcceptAsync(school.OtherParent, second.Token, None)).Value!.Id);
        Assert.IsType<InvitationOver>((await school.Guardians.AcceptAsync(school.OtherParent, second.Token, None)).Refusal);
        Assert.IsType<GuardianThere>((await school.Guardians.InviteAsync(school.Parent, id, "x@demo.test", Letter, None)).Refusal);
        Assert.IsType<Forbidden>((await school.Guardians.InviteAsync(school.OtherParent, id, "x@demo.test", Letter, None)).Refusal);
        Assert.Null(await school.Guardians.EndAsync(school.Parent, id, None));
        var late = (await school.Guardians.InviteAsync(school.Parent, id, "x@demo.test", Letter, None)).Value!;
        await school.ShiftClockAsync("8 days");
        Assert.IsType<InvitationOver>((await school.Guardians.AcceptAsync(school.OtherParent, late.Token, None)).Refusal);
    }

    [Theory]
    [InlineData("update users.application set application_status = 'withdrawn'", "VS002")]
    [InlineData("update users.application set guardian_account_id = null", "42501")]
    [InlineData("update users.application set account_id = guardian_account_id", "42501")]
    [InlineData("insert into users.application_guardian (branch_id, application_id, guardian_id, token_hash, email, invited_by, inviter_name, invited_time, expires_time) select branch_id, application_id, gen_random_uuid(), '\\x00', 'x@demo.test', '{0}', 'x', isolation.clock(), isolation.clock() from users.application", "42501")]
    public async Task By_SQL_they_neither_take_it_back_nor_hand_it_on(string change, string state)
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        await JoinAsync(school, await school.ADraftAsync());

        var refused = await Assert.ThrowsAsync<PostgresException>(() => school.Database.ExecuteAsync(
            $"begin; set local role vise_family; set local vise.account = '{school.OtherParent.Account}'; {change.Replace("{0}", school.OtherParent.Account.ToString(), StringComparison.Ordinal)}; commit",
            school.Database.AppConnection));

        Assert.Equal(state, refused.SqlState);
    }

    [Fact]
    public async Task Both_are_told_once_each_and_the_effect_is_carried_with_the_last()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        await using var mail = await TestMailServer.StartAsync();
        var post = TestPost.To(school, mail);
        await post.AddressAsync("meera@school.test");
        await school.Database.ExecuteAsync($"update users.account set email = 'imran@school.test' where account_id = '{school.OtherParent.Account}'");
        var id = await school.ADraftAsync();
        await JoinAsync(school, id);
        Assert.Null(await school.Drafts.SubmitAsync(school.OtherParent, id, None));

        await post.CarryAllAsync();

        Assert.Equal(["imran@school.test", "meera@school.test"], mail.Taken().Select(message => message.To.ToString()).Order(StringComparer.Ordinal));
        Assert.True(await school.Database.ScalarAsync<bool>("select bool_and(carried_time is not null) from admissions.outbox"));
        Assert.Equal("sent sent", await post.StatesAsync());
    }

    [Fact]
    public async Task They_download_what_was_uploaded_and_the_trail_says_who_did()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var id = await school.ADraftAsync();
        await using var file = new MemoryStream("%PDF-1.4 a certificate"u8.ToArray());
        var document = (await school.Documents.AddAsync(school.Parent, id, "birth_certificate", "birth.pdf", file, None)).Value!.DocumentId;
        await JoinAsync(school, id);

        var opened = await school.Documents.OpenAsync(school.OtherParent, id, document, None);

        Assert.Equal("birth.pdf", Assert.IsType<OpenDocument>(opened.Value).FileName);
        await opened.Value!.Content.DisposeAsync();
        Assert.Equal("Imran", await school.Database.ScalarAsync<string>($"select actor_name from admissions.trail where application_id = '{id}' and action = 'download'"));
        Assert.Null(await school.Guardians.EndAsync(school.Parent, id, None));
        Assert.IsType<NotFound>((await school.Documents.OpenAsync(school.OtherParent, id, document, None)).Refusal);
    }

    [Fact]
    public async Task A_family_sends_a_few_invitations_a_day_and_no_more()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var (one, other) = (await school.ADraftAsync(), await school.ADraftAsync());
        for (var sent = 0; sent < GuardianDesk.MostADay; sent++)
        {
            Assert.NotNull((await school.Guardians.InviteAsync(school.Parent, sent % 2 == 0 ? one : other, $"aunt{sent}@demo.test", Letter, None)).Value);
        }

        Assert.IsType<TooManyInvitations>((await school.Guardians.InviteAsync(school.Parent, one, "98765 43210", Letter, None)).Refusal);
        Assert.Equal((long)GuardianDesk.MostADay, await school.Database.ScalarAsync<long>("select count(*) from users.post"));
        Assert.NotNull((await school.Guardians.InviteAsync(school.OtherParent, await school.ADraftAsync(by: school.OtherParent), "aunt@demo.test", Letter, None)).Value);
        await school.ShiftClockAsync("25 hours");
        Assert.NotNull((await school.Guardians.InviteAsync(school.Parent, one, "aunt@demo.test", Letter, None)).Value);
    }

    private static async Task JoinAsync(TestSchool school, ApplicationId id)
    {
        var made = (await school.Guardians.InviteAsync(school.Parent, id, "imran@demo.test", Letter, None)).Value!;
        Assert.Null((await school.Guardians.AcceptAsync(school.OtherParent, made.Token, None)).Refusal);
    }

    // the third layer alone: whatever the query asks for
    private static async Task<IReadOnlyList<ApplicationId>> SeenBySqlAsync(TestSchool school, Actor family)
    {
        await using var source = NpgsqlDataSource.Create(TestCluster.Unpooled(school.Database.AppConnection));
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var ask = new NpgsqlCommand($"set local role vise_family; set local vise.account = '{family.Account}'; select string_agg(distinct application_id, ' ') from (select application_id from users.application union select application_id from admissions.draft_field union select application_id from admissions.application_event) seen", connection);
        return [.. (await ask.ExecuteScalarAsync() as string ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(ApplicationId.Parse)];
    }
}
