using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Vise.Data.Admissions;
using Vise.Data.Finance;
using Vise.Data.Users;
using Vise.Domain.Admissions;
using Vise.Domain.Users;
using Vise.Tests.Access;
using Vise.Tests.Support;
using Vise.Web.Access;
using Vise.Web.Shell;
using Xunit;

namespace Vise.Tests.Admissions;

/// <summary>Letters as a browser without script sees them, at home and at the desk.</summary>
public class LetterPagesTests(TestCluster cluster)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_family_finds_its_letters_reads_one_in_another_language_and_keeps_it_and_the_desk_prints_the_same()
    {
        await using var database = await cluster.NewDemoAsync();
        await using var app = new TestApp(database, ("Demo:Enabled", "true"), ("Demo:Applications", "false"));
        using var started = app.Browser();
        var (parent, clerk, admin) = (await ActorAsync(app, "parent@demo.vise"), await ActorAsync(app, "clerk@demo.vise"), await ActorAsync(app, "admin@demo.vise"));
        var id = await FeesDueAsync(app.Services, parent, clerk, admin);
        var (fee, receipt) = (new LetterName(LetterKind.Fee, 6), new LetterName(LetterKind.Receipt, 1));

        using var family = new PlainBrowser(app.Address);
        await family.SignInAsync("parent@demo.vise", DemoAccounts.Password, Paths.MyApplication(id));
        Assert.Equal(
            ["receipt-1", "fee-6", "offer-5", "waiting-4", "acknowledgement-2"],
            family.Page.QuerySelectorAll("[data-letter]").Select(link => link.GetAttribute("data-letter")));
        await family.GoAsync(Paths.Letter(id, fee));
        Assert.Equal(HttpStatusCode.OK, family.Status);
        Assert.Contains("Pay ₹\u00A01,250 at the school office by", family.Text, StringComparison.Ordinal);
        Assert.Matches(@"\d\d [A-Z][a-z]{2} 20\d\d", family.Page.QuerySelector("[data-mark]")!.GetAttribute("data-mark"));
        Assert.Equal(Paths.MyApplication(id), family.Page.QuerySelector(".print-bar a")!.GetAttribute("href"));
        await family.GoAsync(family.Page.QuerySelector("[data-letter-language='hi']")!.GetAttribute("href")!);
        Assert.Equal("hi", family.Page.DocumentElement.GetAttribute("lang"));
        Assert.Contains("तक विद्यालय कार्यालय में ₹\u00A01,250 चुकाइए", family.Text, StringComparison.Ordinal);

        using var kept = await family.RawAsync(new HttpRequestMessage(HttpMethod.Get, family.Page.QuerySelector("[data-letter-file]")!.GetAttribute("href")));
        var file = await kept.Content.ReadAsStringAsync();
        Assert.Equal(("attachment", $"fee-6-{id}.html", true), (kept.Content.Headers.ContentDisposition!.DispositionType, kept.Content.Headers.ContentDisposition.FileName!.Trim('"'), kept.Headers.CacheControl!.NoStore));
        Assert.Contains("<html lang=\"hi\">", file, StringComparison.Ordinal);
        Assert.Contains("@page { size: A4;", file, StringComparison.Ordinal);
        Assert.DoesNotMatch(new Regex(@"<script|<link|url\(", RegexOptions.None, TimeSpan.FromSeconds(1)), file);

        using var stranger = new PlainBrowser(app.Address);
        await stranger.SignInAsync("parent2@demo.vise", DemoAccounts.Password, Paths.Letter(id, fee));
        Assert.Equal(HttpStatusCode.NotFound, stranger.Status);
        await stranger.GoAsync(Paths.LetterFile(id, fee));
        Assert.Equal(HttpStatusCode.NotFound, stranger.Status);

        using var desk = new PlainBrowser(app.Address);
        await desk.SignInAsync("clerk@demo.vise", DemoAccounts.Password, Paths.DeskLetter(id, receipt));
        Assert.Equal(HttpStatusCode.OK, desk.Status);
        Assert.Contains("The school has received ₹\u00A0250 towards the admission fee for Asha Ramesh Patil.", desk.Text, StringComparison.Ordinal);
        using var elsewhere = new PlainBrowser(app.Address);
        await elsewhere.SignInAsync("clerk2@demo.vise", DemoAccounts.Password, Paths.DeskLetter(id, receipt));
        Assert.Equal(HttpStatusCode.NotFound, elsewhere.Status);
    }

    [Fact]
    public async Task The_letter_that_is_offered_first_is_the_one_of_where_the_application_stands_now()
    {
        await using var door = await DemoApp.StartAsync(cluster);
        var id = await door.ADraftAsync();
        await door.SubmitAsync(id);
        await AssertFirstAsync("acknowledgement-2", "Acknowledgement");
        await door.OfferAsync(id);
        await AssertFirstAsync("offer-5", "Offer of a seat");
        Assert.Null(await door.Of<OfferDesk>().TakeOfferAsync(door.Parent, id, null, None));
        await AssertFirstAsync("fee-6", "Fee demand");
        Assert.Null((await door.Of<PaymentDesk>().RecordAsync(door.Clerk, id, null, new CounterPayment(125000, "cash", null), None)).Refusal);
        await AssertFirstAsync("receipt-1", "Receipt no. 1");
        Assert.Null(await door.Of<EnrolmentDesk>().EnrolAsync(door.Admin, id, null, None));
        await AssertFirstAsync("admission-7", "Admission letter");
        Assert.Equal(6, door.Browser.Page.QuerySelectorAll("[data-letter]").Length);

        async Task AssertFirstAsync(string letter, string name)
        {
            Assert.True(LetterName.TryParse(letter, out var known));
            await door.Browser.GoAsync(Paths.MyApplication(id));
            var first = door.Browser.Page.QuerySelector(".child-card .actions a.button-quiet")!;
            Assert.Equal((Paths.Letter(id, known), name), (first.GetAttribute("href"), first.TextContent.Trim()));
        }
    }

    private static async Task<ApplicationId> FeesDueAsync(IServiceProvider services, Actor parent, Actor clerk, Actor admin)
    {
        await using var scope = services.CreateAsyncScope();
        T Of<T>()
            where T : notnull => scope.ServiceProvider.GetRequiredService<T>();
        var id = (await Of<DraftDesk>().StartAsync(parent, TestSchool.ClassOne, [.. TestForm.Complete.Select(field => new FieldEdit(field.Key, field.Value, 0))], None)).Value!.Id;
        Assert.Null(await Of<DraftDesk>().SubmitAsync(parent, id, None));
        Assert.Null(await Of<ReviewDesk>().StartReviewAsync(clerk, id, null, None));
        Assert.Null(await Of<ReviewDesk>().AcceptAsync(admin, id, null, None));
        Assert.Null(await Of<OfferDesk>().IssueOfferAsync(admin, id, null, null, None));
        Assert.Null(await Of<OfferDesk>().TakeOfferAsync(parent, id, null, None));
        Assert.Null((await Of<PaymentDesk>().RecordAsync(clerk, id, null, new CounterPayment(25000, "cash", null), None)).Refusal);
        return id;
    }

    private static async Task<Actor> ActorAsync(TestApp app, string email)
    {
        var demo = DemoAccounts.Find(email)!;
        var account = await app.Services.GetRequiredService<AccountDesk>().SignInAsync(AccessSettings.EmbeddedIssuer, demo.Subject, demo.Name, email, None);
        return new Actor(account!.Value, demo.Role, demo.Scope, demo.Name);
    }
}
