using Vise.Data.Users;
using Vise.Domain;
using Vise.Domain.Users;
using Vise.Tests.Support;
using Xunit;

namespace Vise.Tests.Users;

/// <summary>Staff by invitation: the link is promised, sent, used once, and worth what its inviter may still give.</summary>
public class InvitationTests(TestCluster cluster)
{
    private static readonly CancellationToken None = CancellationToken.None;

    private static readonly InvitationLetter Letter = new("en", token => $"/invitation/open?token={token}");

    private static readonly GrantWish ClerkHere = new(Role.Clerk, Scope.Of(TestSchool.Pune), null, null);

    [Fact]
    public async Task Whoever_holds_the_link_takes_the_role_on_once()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var made = (await school.Invitations.InviteAsync(school.Admin, "new.clerk@demo.test", ClerkHere, Letter, None)).Value!;

        Assert.Equal(("Rajesh", Role.Clerk), ((await school.Invitations.LookAsync(made.Token, None))!.InvitedBy, Role.Clerk));
        Assert.IsType<OwnGrant>(await school.Invitations.AcceptAsync(AsPerson(school.Admin), made.Token, None));
        Assert.Null(await school.Invitations.AcceptAsync(school.Parent, made.Token, None));
        Assert.Equal([new Grant(Role.Clerk, Scope.Of(TestSchool.Pune))], await school.Accounts.GrantsAsync(school.Parent.Account, null, None));
        Assert.IsType<InvitationOver>(await school.Invitations.AcceptAsync(school.OtherParent, made.Token, None));
        Assert.Null(await school.Invitations.LookAsync(made.Token, None));
        Assert.Equal(1L, await school.Database.ScalarAsync<long>("select count(*) from users.post where kind = 'invite-staff'"));
        // neither the link nor the address lies open in the queue, and no token in the table
        Assert.False(await school.Database.ScalarAsync<bool>($"select exists (select from users.invitation where encode(token_hash, 'escape') like '%{made.Token}%')"));
        Assert.Equal("Rajesh", (await school.People.PersonAsync(school.Admin, school.Parent.Account, None))!.Grants.Single().GivenBy);
    }

    [Fact]
    public async Task A_link_ends_with_its_week_when_taken_back_when_renewed_and_with_its_inviters_role()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        async Task<MadeInvitation> InviteAsync(string mobile) => (await school.Invitations.InviteAsync(school.SecondAdmin, mobile, ClerkHere, Letter, None)).Value!;
        var (withdrawn, renewed, orphaned) = (await InviteAsync("98765 43210"), await InviteAsync("98765 43211"), await InviteAsync("98765 43212"));

        Assert.IsType<NotFound>(await school.Invitations.WithdrawAsync(school.ForeignAdmin, withdrawn.InvitationId, None));
        Assert.Null(await school.Invitations.WithdrawAsync(school.Admin, withdrawn.InvitationId, None));
        Assert.NotNull((await school.Invitations.RenewAsync(school.Admin, renewed.InvitationId, Letter, None)).Value);
        Assert.IsType<NotFound>((await school.Invitations.RenewAsync(school.Admin, withdrawn.InvitationId, Letter, None)).Refusal);
        foreach (var over in (MadeInvitation[])[withdrawn, renewed])
        {
            Assert.IsType<InvitationOver>(await school.Invitations.AcceptAsync(school.Parent, over.Token, None));
        }

        var held = (await school.People.PersonAsync(school.Admin, school.SecondAdmin.Account, None))!.Grants.Single().GrantId;
        Assert.Null(await school.Grants.EndAsync(school.Admin, held, null, "left", None));
        Assert.IsType<InvitationOver>(await school.Invitations.AcceptAsync(school.Parent, orphaned.Token, None));
        var last = (await school.Invitations.InviteAsync(school.Admin, "late@demo.test", ClerkHere, Letter, None)).Value!;
        await school.ShiftClockAsync("8 days");
        Assert.IsType<InvitationOver>(await school.Invitations.AcceptAsync(school.Parent, last.Token, None));
        Assert.Empty(await school.Accounts.GrantsAsync(school.Parent.Account, null, None));
    }

    [Fact]
    public async Task A_newer_link_for_the_same_role_takes_the_place_of_the_one_that_waits()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        async Task<MadeInvitation> InviteAsync(string address, GrantWish wish) => (await school.Invitations.InviteAsync(school.Admin, address, wish, Letter, None)).Value!;
        var (first, another) = (await InviteAsync("new.clerk@demo.test", ClerkHere), await InviteAsync("other.clerk@demo.test", ClerkHere));
        var second = await InviteAsync("New.Clerk@demo.test", ClerkHere);

        Assert.IsType<InvitationOver>(await school.Invitations.AcceptAsync(school.Parent, first.Token, None));
        Assert.NotNull(await school.Invitations.LookAsync(another.Token, None));
        Assert.Null(await school.Invitations.AcceptAsync(school.Parent, second.Token, None));
    }

    [Fact]
    public async Task Nobody_invites_beyond_the_own_role_or_to_nowhere()
    {
        await using var school = await TestSchool.OpenAsync(cluster);

        Assert.IsType<AddressInvalid>((await school.Invitations.InviteAsync(school.Admin, "not an address", ClerkHere, Letter, None)).Refusal);
        Assert.IsType<NotFound>((await school.Invitations.InviteAsync(school.Admin, "a@demo.test", ClerkHere with { Scope = Scope.Of(TestSchool.Haveli) }, Letter, None)).Refusal);
        Assert.IsType<BeyondOwnGrant>((await school.Invitations.InviteAsync(school.Admin, "a@demo.test", ClerkHere with { Role = Role.Auditor }, Letter, None)).Refusal);
        Assert.IsType<Forbidden>((await school.Invitations.InviteAsync(school.Clerk, "a@demo.test", ClerkHere, Letter, None)).Refusal);
        Assert.Equal(0L, await school.Database.ScalarAsync<long>("select count(*) from users.invitation"));
    }

    private static Actor AsPerson(Actor staff) => staff with { Role = Role.Parent, Scope = Scope.Everything };
}
