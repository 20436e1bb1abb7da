using System.Net;
using Npgsql;
using Vise.Data.Admissions;
using Vise.Data.Users;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Tests.Access;
using Vise.Tests.Support;
using Vise.Web.Access;
using Vise.Web.Admissions.Family;
using Vise.Web.Shell;
using Xunit;

namespace Vise.Tests.Users;

/// <summary>A form can be begun before registering, and is handed in only by somebody whose mobile number is proven.</summary>
public class GuestTests(TestCluster cluster)
{
    private const string ClassOne = "/apply?state=27&district=2725&branch=272501&school=27250101&session=2025-26&programme=SB&department=GEN&class=01";
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_guests_form_is_the_guests_alone_and_becomes_the_accounts_that_is_registered()
    {
        await using var people = await PeopleApp.StartAsync(cluster);
        using var guest = people.NewBrowser();
        await guest.GoAsync(ClassOne);
        await guest.SendAsync(("_handler", "start"));
        var id = ApplicationId.Parse(guest.At.Segments[2].Trim('/'));
        Assert.Contains("Saved on this device until you register", guest.Text, StringComparison.Ordinal);
        var account = await people.Database.ScalarAsync<Guid>("select account_id from users.account where issuer = 'vise:guest'");

        // nothing of anybody else's, no account page, no API
        using var other = people.NewBrowser();
        await other.GoAsync(ClassOne);
        await other.SendAsync(("_handler", "start"));
        await other.GoAsync(Paths.MyApplication(id));
        Assert.Equal(HttpStatusCode.NotFound, other.Status);
        await other.GoAsync(Paths.Account);
        Assert.Equal(AccessPaths.Register, other.At.AbsolutePath);
        using var api = new HttpRequestMessage(HttpMethod.Get, ApiPaths.Me);
        using var answer = await guest.RawAsync(api);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);

        // registering brings the form along, in one go; what the guest did stays the guest's
        await people.RegisterAsync(guest, "leela@school.test", Paths.MyApplication(id));
        Assert.Equal(Paths.MyApplication(id), guest.At.PathAndQuery);
        Assert.Equal(HttpStatusCode.OK, guest.Status);
        Assert.DoesNotContain("Saved on this device until you register", guest.Text, StringComparison.Ordinal);
        Assert.Equal("leela@school.test", await people.Database.ScalarAsync<string>($"select a.email from users.application p join users.account a using (account_id) where p.application_id = '{id}'"));
        Assert.True(await people.Database.ScalarAsync<bool>(
            $"select disabled_time is not null and moved_to = (select account_id from users.application where application_id = '{id}') from users.account where account_id = '{account}'"));
        Assert.Equal(account, await people.Database.ScalarAsync<Guid>($"select account_id from admissions.application_event where application_id = '{id}'"));

        // signing in to an account that is there does the same
        await other.SignInAsync("parent@demo.vise", DemoAccounts.Password, Paths.SignIn(Paths.My));
        Assert.Equal(1L, await people.Database.ScalarAsync<long>("select count(*) from users.application p join users.account a using (account_id) where a.email = 'parent@demo.vise'"));
    }

    [Theory]
    [InlineData(Languages.English, "Guest")]
    [InlineData(Languages.Hindi, "अतिथि")]
    [InlineData(Languages.Marathi, "अतिथी")]
    [InlineData(Languages.Tamil, "விருந்தினர்")]
    public async Task A_guest_is_called_so_in_the_language_of_the_page(string language, string called)
    {
        await using var people = await PeopleApp.StartAsync(cluster);
        using var guest = people.NewBrowser();
        await guest.GoAsync(ClassOne);
        await guest.SendAsync(("language", language));
        await guest.GoAsync(ClassOne);
        await guest.SendAsync(("_handler", "start"));
        var id = ApplicationId.Parse(guest.At.Segments[2].Trim('/'));

        await guest.GoAsync(Paths.MyApplication(id));
        Assert.EndsWith($" · {called}", guest.Page.QuerySelector(".timeline li .hint")!.TextContent, StringComparison.Ordinal);
        await guest.GoAsync(Paths.My);
        Assert.StartsWith(called + ":", guest.Page.QuerySelector(".account-way")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_is_handed_in_once_the_mobile_number_is_proven_and_a_clerks_at_once()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        await school.Database.ExecuteAsync("update users.account set mobile_verified_time = null");
        var id = await school.ADraftAsync();
        Assert.IsType<MobileUnverified>(await school.Drafts.SubmitAsync(school.Parent, id, None));
        Assert.Null(await school.Drafts.SubmitAsync(school.Clerk, await school.ADraftAsync(by: school.Clerk), None));

        // what is wrong with the form itself is said first
        Assert.IsType<FormIncomplete>(await school.Drafts.SubmitAsync(school.Parent, await school.ADraftAsync(fields: new Dictionary<string, string>(StringComparer.Ordinal)), None));
        await school.Database.ExecuteAsync($"update users.account set issuer = 'vise:guest' where account_id = '{school.Parent.Account}'");
        Assert.IsType<RegistrationNeeded>(await school.Drafts.SubmitAsync(school.Parent, id, None));
        await school.Database.ExecuteAsync($"update users.account set issuer = 'test', mobile_verified_time = now() where account_id = '{school.Parent.Account}'");
        Assert.Null(await school.Drafts.SubmitAsync(school.Parent, id, None));
    }

    [Theory]
    [InlineData("mobile_verified_time = null", "VS006")]
    [InlineData("issuer = 'vise:guest'", "VS006")]
    [InlineData("language = 'hi'", null)]
    public async Task The_database_itself_takes_no_form_from_a_guest_or_without_a_proven_number(string person, string? refusal)
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var id = await school.ADraftAsync();
        await school.Database.ExecuteAsync($"update users.account set {person} where account_id = '{school.Parent.Account}'");

        var failure = await Record.ExceptionAsync(() => school.Database.ExecuteAsync(
            $"begin; set local role vise_family; set local vise.account = '{school.Parent.Account}'; update users.application set application_status = 'submitted' where application_id = '{id}'; rollback",
            school.Database.AppConnection));

        Assert.Equal(refusal, (failure as PostgresException)?.SqlState);
    }

    [Fact]
    public async Task Only_a_guests_forms_move_and_only_once()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var people = new PeopleDesk(school.Branches, new PostDesk(school.Branches, school.Seal));
        var guest = await people.GuestAsync("hi", None);
        await school.ADraftAsync(by: school.Parent with { Account = guest });

        Assert.Equal(0, await people.AdoptAsync(school.OtherParent.Account, school.Parent.Account, None));
        Assert.Equal(1, await people.AdoptAsync(guest, school.Parent.Account, None));
        Assert.Equal(0, await people.AdoptAsync(guest, school.OtherParent.Account, None));
        Assert.Single(await school.Family.MineAsync(school.Parent, None));
        Assert.IsType<GrantEnded>((await school.Drafts.StartAsync(school.Parent with { Account = guest }, TestSchool.ClassOne, [], None)).Refusal);
    }
}
