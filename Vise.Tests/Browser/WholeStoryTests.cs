using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Vise.Domain.Admissions;
using Vise.Domain.Codes;
using Vise.Tests.Support;
using Vise.Web.Shell;
using Xunit;

namespace Vise.Tests.Browser;

/// <summary>One child's admission as three people live it, side by side: the parent on a phone, the clerk and the branch admin in the office.</summary>
public class WholeStoryTests(TestCluster cluster, TestBrowser browser)
{
    [Fact]
    public async Task A_parent_a_clerk_and_an_admin_bring_a_child_from_form_to_enrolment()
    {
        await using var database = await cluster.NewDemoAsync();
        await using var app = new TestApp(database, ("Demo:Enabled", "true"), ("Demo:Applications", "false"));
        using var started = app.Browser();
        var parent = await browser.SignInAsync(app, "parent@demo.vise", Paths.Apply, TestBrowser.Phone);
        var clerk = await browser.SignInAsync(app, "clerk@demo.vise", Paths.Desk, TestBrowser.OfficePc);
        var admin = await browser.SignInAsync(app, "admin@demo.vise", Paths.Desk, TestBrowser.OfficePc);

        // the parent chooses a school and begins
        var id = await FamilyForm.ChooseAsync(parent, classCode: "02");

        // a child who is too young is told by how much; nothing typed is lost
        await FamilyForm.FillAsync(parent, FamilyForm.Child with { Born = "19 4 2019" });
        await FamilyForm.SaveAsync(parent);
        await Assertions.Expect(parent.Locator("#child-birthDate-error")).ToContainTextAsync("1 year too young on 31 Mar 2025 for Class 2");
        await Assertions.Expect(parent).ToHaveTitleAsync(new Regex("^Error:", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await TestBrowser.AssertAccessibleAsync(parent);
        await Assertions.Expect(parent.Locator("[name='child.name']")).ToHaveValueAsync("आशा रमेश पाटील");

        await FamilyForm.FillAllAsync(parent);
        await parent.GetByRole(AriaRole.Button, new() { Name = "Submit the form" }).DblClickAsync();
        await parent.WaitForURLAsync($"**{Paths.Acknowledgement(id)}");
        await Assertions.Expect(parent.Locator("main")).ToContainTextAsync(id.Value);
        await LookAsync(parent);

        // the clerk finds it in the queue by name, returns it; the parent mends it
        await clerk.GotoAsync(Paths.Desk);
        await TestBrowser.CircuitAsync(clerk);
        await Assertions.Expect(clerk.Locator("tbody tr")).ToHaveCountAsync(1);
        await LookAsync(clerk);
        await clerk.Keyboard.PressAsync("/");
        await clerk.Keyboard.TypeAsync("पाटील");
        await clerk.Keyboard.PressAsync("Enter");
        await Assertions.Expect(clerk.Locator("tbody tr")).ToHaveCountAsync(1);
        await clerk.GotoAsync(Paths.DeskApplication(id));
        await TestBrowser.CircuitAsync(clerk);
        await StepAsync(clerk, "StartReview");
        await StepAsync(clerk, "Return");
        await clerk.Locator("[data-mend='child.name']").CheckAsync();
        await clerk.Locator("[data-remark='child.name']").FillAsync("In Latin letters too, please");
        await clerk.Locator("[data-remark='child.name']").BlurAsync();
        await clerk.Locator("[data-do=Return]").ClickAsync();
        await Assertions.Expect(clerk.Locator(".decision .notice")).ToContainTextAsync("Returned");

        await parent.GotoAsync(Paths.My);
        await Assertions.Expect(parent.Locator("main")).ToContainTextAsync("Correct what the school marked");
        await LookAsync(parent);
        await parent.GotoAsync(Paths.ApplyStep(id, "child"));
        await Assertions.Expect(parent.Locator("main")).ToContainTextAsync("In Latin letters too, please");
        await parent.Locator("[name='child.nameInScript']").FillAsync("Asha Ramesh Patil");
        await FamilyForm.SaveAsync(parent);
        await parent.WaitForURLAsync($"**{Paths.ApplyStep(id, "background")}");
        await parent.GotoAsync(Paths.ApplyStep(id, "review"));
        await parent.GetByRole(AriaRole.Button, new() { Name = "Submit the form" }).ClickAsync();
        await parent.WaitForURLAsync($"**{Paths.Acknowledgement(id)}");

        // review, the document, the decision
        await clerk.GotoAsync(Paths.DeskApplication(id));
        await TestBrowser.CircuitAsync(clerk);
        await LookAsync(clerk);
        await StepAsync(clerk, "StartReview");
        await StepAsync(clerk, "Verify");
        await Assertions.Expect(clerk.Locator("[data-verified=true]")).ToBeVisibleAsync();
        await Assertions.Expect(clerk.Locator("[data-step=Accept]")).ToHaveCountAsync(0);
        await admin.GotoAsync(Paths.DeskApplication(id));
        await TestBrowser.CircuitAsync(admin);
        await StepAsync(admin, "Accept");
        await StepAsync(admin, "Offer");
        await LookAsync(admin);
        await admin.Locator("[data-do=Offer]").ClickAsync();
        await Assertions.Expect(admin.Locator(".decision .notice")).ToContainTextAsync("Offered");

        // the family takes it up and pays at the counter
        await parent.GotoAsync(Paths.MyApplication(id));
        await LookAsync(parent);
        await parent.GetByRole(AriaRole.Button, new() { Name = "Accept the offer" }).ClickAsync();
        await Assertions.Expect(parent.Locator("main")).ToContainTextAsync("Pay the fee at the school office");
        await clerk.GotoAsync(Paths.DeskApplication(id));
        await TestBrowser.CircuitAsync(clerk);
        await StepAsync(clerk, "Pay");
        await clerk.Locator("[data-do=Pay]").ClickAsync();
        await Assertions.Expect(clerk.Locator(".decision .notice")).ToContainTextAsync("₹ 1,250");
        await admin.GotoAsync(Paths.DeskApplication(id));
        await TestBrowser.CircuitAsync(admin);
        await StepAsync(admin, "Enrol");
        await Assertions.Expect(admin.Locator(".decision .notice")).ToContainTextAsync("Enrolled");

        await parent.GotoAsync(Paths.MyApplication(id));
        await Assertions.Expect(parent.Locator("main")).ToContainTextAsync("Enrolled. The enrolment number is");
        await LookAsync(parent);
        Assert.Equal("enrolled", await database.ScalarAsync<string>($"select application_status from users.application where application_id = '{id}'"));
        Assert.Equal(1L, await database.ScalarAsync<long>($"select count(*) from users.student where application_id = '{id}'"));
        Assert.Equal(10L, await database.ScalarAsync<long>($"select count(*) from admissions.application_event where application_id = '{id}'"));

        await admin.GotoAsync(Paths.DashboardOf(AcademicYear.Parse("2025-26"), null));
        await TestBrowser.CircuitAsync(admin);
        await Assertions.Expect(admin.Locator("[data-headline=Enrolled]")).ToHaveTextAsync("1");
        await LookAsync(admin);
    }

    [Fact]
    public async Task Another_branchs_clerk_and_another_family_get_the_same_page_as_for_no_such_id()
    {
        await using var database = await cluster.NewDemoAsync(applications: true);
        await using var app = new TestApp(database, ("Demo:Enabled", "true"));
        using var started = app.Browser();
        var id = await database.ScalarAsync<string>("select application_id from users.application where branch_id = '272501' and application_status = 'submitted' limit 1");
        var own = await database.ScalarAsync<string>("select application_id from users.application where account_id is not null limit 1");
        var nobodys = id![..15] + Base36Other(id[15]);
        var unused = "2725010125AZZZZ" + Vise.Domain.Codes.Base36.CheckCharacter("2725010125AZZZZ");
        var clerk = await browser.SignInAsync(app, "clerk2@demo.vise", Paths.Desk, TestBrowser.OfficePc);
        var family = await browser.SignInAsync(app, "parent2@demo.vise", Paths.My, TestBrowser.Phone);

        var bodies = new List<(int Status, string Text)>();
        foreach (var each in (string[])[id, nobodys, unused])
        {
            bodies.Add(await AnswerAsync(clerk, $"{Paths.Desk}/{each}"));
        }

        foreach (var each in (string[])[own!, nobodys, unused])
        {
            bodies.Add(await AnswerAsync(family, $"{Paths.My}/{each}"));
            bodies.Add(await AnswerAsync(family, $"{Paths.Apply}/{each}/child"));
        }

        Assert.All(bodies, body => Assert.Equal(bodies[0], body));
        Assert.Equal(404, bodies[0].Status);
        var document = await database.ScalarAsync<Guid>("select document_id from admissions.document where branch_id = '272501' limit 1");
        var holder = await database.ScalarAsync<string>($"select application_id from admissions.document where document_id = '{document}'");
        Assert.Equal(404, (await AnswerAsync(clerk, $"{Paths.Desk}/{holder}/documents/{document:N}")).Status);
        Assert.Equal(404, (await AnswerAsync(family, $"{Paths.My}/{holder}/documents/{document:N}")).Status);
    }

    private static char Base36Other(char character) => character == 'A' ? 'B' : 'A';

    private static async Task<(int Status, string Text)> AnswerAsync(IPage page, string path)
    {
        var answer = await page.GotoAsync(path);
        return (answer!.Status, await page.Locator("main").InnerTextAsync());
    }

    private static async Task StepAsync(IPage page, string step)
    {
        await page.Locator($"[data-step={step}]").ClickAsync();
        await page.Locator($".decision .notice svg, [data-panel={step}]").First.WaitForAsync();
        if (await page.Locator($"[data-panel={step}]").CountAsync() == 0)
        {
            await Assertions.Expect(page.Locator($"[data-step={step}]")).ToHaveCountAsync(0);
        }
    }

    private static async Task LookAsync(IPage page)
    {
        await TestBrowser.AssertAccessibleAsync(page);
        await TestBrowser.AssertFitsAsync(page);
    }
}
