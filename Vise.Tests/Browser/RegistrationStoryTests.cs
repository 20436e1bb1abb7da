using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Vise.Domain.Admissions;
using Vise.Tests.Support;
using Vise.Tests.Users;
using Vise.Web.Admissions.Family;
using Vise.Web.Shell;
using Xunit;

namespace Vise.Tests.Browser;

/// <summary>A parent nobody knows yet, on a phone: begins a form, registers, proves the mobile number and hands the form in.</summary>
public class RegistrationStoryTests(TestCluster cluster, TestBrowser browser)
{
    [Fact]
    public async Task A_parent_begins_a_form_registers_proves_the_mobile_and_submits()
    {
        await using var people = await PeopleApp.StartAsync(cluster);
        var parent = await browser.OpenAsync(people.App, TestBrowser.Phone);
        var id = await FamilyForm.BeginAsync(parent, classCode: "02");
        await Assertions.Expect(parent.Locator(".guest-notice")).ToContainTextAsync("Saved on this device until you register");
        await FamilyForm.FillAllAsync(parent);
        var review = FormSteps.PathOf(id, FormStep.Review);

        // submitting asks to register
        await SubmitAsync(parent);
        await Assertions.Expect(parent.Locator("#refused")).ToContainTextAsync("Register or sign in before you submit");
        await TestBrowser.AssertAccessibleAsync(parent);
        await parent.Locator("#prove-first").GetByRole(AriaRole.Link, new() { Name = "Register" }).ClickAsync();
        await SendAsync(parent, "Form.Address", "leela@school.test", "Send me a code", AccessPaths.Code);
        await SendAsync(parent, "Form.Code", await people.CodeAsync("leela@school.test"), "Continue", AccessPaths.RegisterFinish);
        await parent.Locator("[name='Form.Name']").FillAsync("Leela Bhosale");
        await SendAsync(parent, "Form.Password", PeopleApp.Password, "Register", review);

        // then for the mobile number, and nothing is lost on the way
        await SubmitAsync(parent);
        await Assertions.Expect(parent.Locator("#refused")).ToContainTextAsync("Confirm your mobile number before you submit");
        await parent.Locator("#prove-first a").ClickAsync();
        await parent.WaitForURLAsync($"**{Paths.AccountMobile}**");
        await SendAsync(parent, "Form.Address", "98111 22233", "Send me a code", AccessPaths.Code);
        await SendAsync(parent, "Form.Code", await people.CodeAsync("+919811122233"), "Continue", review);
        await SubmitAsync(parent);
        await parent.WaitForURLAsync($"**{Paths.Acknowledgement(id)}");
        await Assertions.Expect(parent.Locator("main")).ToContainTextAsync("आशा रमेश पाटील");

        // the own account shows what was proven, and keeps what is changed
        await parent.GotoAsync(Paths.Account);
        await Assertions.Expect(parent.Locator("[data-contacts]")).ToHaveTextAsync(new Regex(@"\+91 98111 22233\s*confirmed.*leela@school\.test\s*confirmed", RegexOptions.Singleline, TimeSpan.FromSeconds(1)));
        await parent.Locator("[name='Form.Language'][value=hi]").CheckAsync();
        await parent.Locator("[name='Form.NotifyEmail']").UncheckAsync();
        await SendAsync(parent, "Form.Name", "Leela R Bhosale", "Save", Paths.Account);
        await Assertions.Expect(parent.GetByText("Your account is saved.")).ToBeVisibleAsync();
        await LookAsync(parent);
        Assert.Equal("Leela R Bhosale hi false true", await people.Database.ScalarAsync<string>("select name || ' ' || language || ' ' || notify_email || ' ' || notify_sms from users.account where email = 'leela@school.test'"));
    }

    private static Task SubmitAsync(IPage page) => page.GetByRole(AriaRole.Button, new() { Name = "Submit the form" }).ClickAsync();

    private static async Task SendAsync(IPage page, string field, string text, string button, string path)
    {
        await LookAsync(page);
        await page.Locator($"[name='{field}']").FillAsync(text);
        await page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();
        await page.WaitForURLAsync(url => new Uri(url).AbsolutePath == path);
    }

    private static async Task LookAsync(IPage page)
    {
        await TestBrowser.AssertAccessibleAsync(page);
        await TestBrowser.AssertFitsAsync(page);
    }
}
