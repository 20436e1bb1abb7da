using Microsoft.Extensions.DependencyInjection;
using Vise.Data.Admissions;
using Vise.Data.Users;
using Vise.Domain.Admissions;
using Vise.Domain.Users;
using Vise.Tests.Access;
using Vise.Tests.Support;
using Vise.Web.Access;
using Vise.Web.Admissions.Family;
using Vise.Web.Shell;
using Xunit;

namespace Vise.Tests.Admissions;

/// <summary>What each step's page asks, and what it says beside an answer that is taken.</summary>
public class FamilyStepsTests(TestCluster cluster)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Every_step_asks_its_fields_and_one_that_the_class_is_not_asked_leads_on()
    {
        await using var database = await cluster.NewDemoAsync();
        await using var app = new TestApp(database, ("Demo:Enabled", "true"), ("Demo:Applications", "false"));
        app.Browser().Dispose();
        using var browser = new PlainBrowser(app.Address);
        await browser.SignInAsync("parent@demo.vise", DemoAccounts.Password, Paths.My);
        var id = await ADraftAsync(app, TestSchool.ClassTwo);
        foreach (var step in Enum.GetValues<FormStep>().Except([FormStep.Questions, FormStep.Documents, FormStep.Review]))
        {
            await browser.GoAsync(FormSteps.PathOf(id, step));
            Assert.Equal(FormSteps.PathOf(id, step), browser.At.AbsolutePath);
            Assert.All(AdmissionForm.Of(step), field => Assert.NotNull(browser.Page.QuerySelector($"[name='{field.Path}'], [name='{field.Path}.day']")));
            Assert.All(AdmissionForm.Of(step).Where(field => field.OpenWhen is not null), field => Assert.Contains($"[data-ask=\"{field.Path}\"]", browser.Page.QuerySelector("style")!.TextContent, StringComparison.Ordinal));
            // an input that holds a secret says so to the script, which then leaves nothing of it on the phone
            Assert.All(AdmissionForm.Of(step).Where(field => field.IsSecret), field => Assert.NotNull(browser.Page.QuerySelector($"[name='{field.Path}'][data-secret]")));
        }

        await browser.GoAsync(FormSteps.PathOf(id, FormStep.Child));
        Assert.Contains("this one has 6", browser.Page.QuerySelector("[data-note-for='child.pen']:not([hidden])")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("child-pen-note", browser.Page.QuerySelector("[name='child.pen']")!.GetAttribute("aria-describedby")!, StringComparison.Ordinal);
        await browser.GoAsync(FormSteps.PathOf(id, FormStep.Review));
        Assert.Contains("this one has 6", browser.Page.QuerySelector("[data-answer='child.pen'] .answer-note")!.TextContent, StringComparison.Ordinal);

        // the age for the class, to the day, and the classes that fit where this one doesn't
        await browser.GoAsync(FormSteps.PathOf(id, FormStep.Sought));
        Assert.Contains("7 years, 1 month and 17 days old on 31 Mar 2025: of age for Class 2.", browser.Page.QuerySelector(".good[data-age]")!.TextContent, StringComparison.Ordinal);
        await browser.GoAsync(FormSteps.PathOf(id, FormStep.Child));
        await browser.SendAsync(("child.birthDate.day", "28"), ("child.birthDate.month", "4"), ("child.birthDate.year", "2018"), ("then", "next"));
        Assert.Contains(
            "28 days too young on 31 Mar 2025 for Class 2: 6 years, 11 months and 3 days old that day, and the class asks for 7 years. Check the date, or choose a class that fits: ",
            browser.Page.QuerySelector("#child-birthDate-error")!.TextContent, StringComparison.Ordinal);
        Assert.NotNull(browser.Page.QuerySelector($"a[href='{Paths.ApplyInSchool(id)}']"));

        await browser.GoAsync(FormSteps.PathOf(await ADraftAsync(app, TestSchool.ClassOne), FormStep.Schooling));
        Assert.EndsWith("/health", browser.At.AbsolutePath, StringComparison.Ordinal);
        Assert.Contains("Step 7 of 10", browser.Text, StringComparison.Ordinal);
    }

    private static async Task<ApplicationId> ADraftAsync(TestApp app, SchoolChoice choice)
    {
        var demo = DemoAccounts.Find("parent@demo.vise")!;
        var account = await app.Services.GetRequiredService<AccountDesk>().SignInAsync(AccessSettings.EmbeddedIssuer, demo.Subject, demo.Name, "parent@demo.vise", None);
        var fields = TestForm.With(("child.pen", "123456")).Select(field => new FieldEdit(field.Key, field.Value, 0));
        return (await app.Services.GetRequiredService<DraftDesk>().StartAsync(new Actor(account!.Value, demo.Role, demo.Scope, demo.Name), choice, [.. fields], None)).Value!.Id;
    }
}
