using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Vise.Domain.Admissions;
using Vise.Tests.Support;
using Vise.Web.Shell;

namespace Vise.Tests.Browser;

/// <summary>Fills in the form as a parent does, page by page.</summary>
public static class FamilyForm
{
    public static ChildAnswers Child { get; } = new("आशा रमेश पाटील", "14 2 2018");

    /// <summary>Begins a form for school 01 of branch 272501, 2025-26, from an address that names the class.</summary>
    public static async Task<ApplicationId> BeginAsync(IPage page, string classCode)
    {
        await page.GotoAsync($"{Paths.Apply}?state=27&district=2725&branch=272501&school=27250101&session=2025-26&programme=SB&department=GEN&class={classCode}");
        return await StartAsync(page);
    }

    /// <summary>The same through the pickers, one after the other.</summary>
    public static async Task<ApplicationId> ChooseAsync(IPage page, string classCode)
    {
        await page.GotoAsync(Paths.Apply);
        foreach (var (picker, value) in new[]
        {
            ("state", "27"), ("branch", "272501"), ("school", "27250101"), ("session", "2025-26"), ("programme", "SB"), ("class", classCode),
        })
        {
            // choosing goes on by itself, to a new page with the next picker; the script says when it listens
            await page.Locator(".has-script").WaitForAsync();
            await page.Locator($"select[name={picker}]").SelectOptionAsync(value);
            await Assertions.Expect(page).ToHaveURLAsync(new Regex($"[?&]{picker}={value}", RegexOptions.None, TimeSpan.FromSeconds(1)), new() { Timeout = 15_000 });
        }

        return await StartAsync(page);
    }

    public static async Task FillAsync(IPage page, ChildAnswers child)
    {
        var born = child.Born.Split(' ');
        await page.Locator("[name='child.name']").FillAsync(child.Name);
        await page.Locator("[name='child.birthDate.day']").FillAsync(born[0]);
        await page.Locator("[name='child.birthDate.month']").FillAsync(born[1]);
        await page.Locator("[name='child.birthDate.year']").FillAsync(born[2]);
        await page.Locator("[name='child.gender'][value=F]").CheckAsync();
        await page.Locator("[name='child.nationality'][value=IN]").CheckAsync();
        await page.Locator("[name='child.motherTongue']").SelectOptionAsync("mr");
        await page.Locator("[name='child.apaarId']").FillAsync("123456789012");
        await page.Locator("[name='child.aadhaar']").FillAsync("9999 9999 0019");
    }

    public static Task SaveAsync(IPage page) => page.GetByRole(AriaRole.Button, new() { Name = "Save and continue" }).ClickAsync();

    /// <summary>All steps from the child's, up to the last page before submitting; each is looked at with axe.</summary>
    public static async Task FillAllAsync(IPage page, bool look = true, ChildAnswers? child = null)
    {
        await FillAsync(page, child ?? Child);
        await NextAsync(page, look, "background");
        await page.Locator("[name='child.socialCategory'][value=general]").CheckAsync();
        await page.Locator("[name='child.bpl'][value=no]").CheckAsync();
        await page.Locator("[name='child.disability'][value=no]").CheckAsync();
        await NextAsync(page, look, "sought");
        await page.Locator("[name='sought.medium'][value=mr]").CheckAsync();
        await page.Locator("[name='sought.quota'][value=open]").CheckAsync();
        await NextAsync(page, look, "parents");
        await page.Locator("[name='parents.0.name']").FillAsync("Ramesh Patil");
        await page.Locator("[name='parents.0.relation'][value=father]").CheckAsync();
        await page.Locator("[name='parents.0.mobile']").FillAsync("098230 12345");
        await NextAsync(page, look, "address");
        await page.Locator("[name='address.permanent.line']").FillAsync("12 Lakshmi Road");
        await page.Locator("[name='address.permanent.locality']").FillAsync("Pune");
        await page.Locator("[name='address.permanent.pinCode']").FillAsync("411030");
        await page.Locator("[name='address.presentIsSame'][value=yes]").CheckAsync();
        await NextAsync(page, look, "siblings");
        if (await NextAsync(page, look, "schooling", "health") == "schooling")
        {
            await page.Locator("[name='schooling.attended'][value=no]").CheckAsync();
            await NextAsync(page, look, "health");
        }

        await page.Locator("[name='health.allergies']").FillAsync("Peanuts");
        await NextAsync(page, look, "documents");
        await page.Locator("[name='documents.birth_certificate']").SetInputFilesAsync(Source.File("samples", "birth-certificate-specimen.png"));
        await NextAsync(page, look, "consent");
        await page.Locator("[name='consent.given']").CheckAsync();
        await NextAsync(page, look, "review");
    }

    private static async Task<ApplicationId> StartAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Start the form" }).ClickAsync();
        await page.WaitForURLAsync(url => url.EndsWith("/child", StringComparison.Ordinal));
        return ApplicationId.Parse(new Uri(page.Url).Segments[2].Trim('/'));
    }

    // the step that is reached, one of those that may follow
    private static async Task<string> NextAsync(IPage page, bool look, params string[] steps)
    {
        if (look)
        {
            await TestBrowser.AssertAccessibleAsync(page);
            await TestBrowser.AssertFitsAsync(page);
        }

        await SaveAsync(page);
        await page.WaitForURLAsync(url => steps.Any(step => url.EndsWith("/" + step, StringComparison.Ordinal)));
        // the address changes before the page is drawn: what is filled in meanwhile would be drawn over
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        return page.Url[(page.Url.LastIndexOf('/') + 1)..];
    }
}

/// <summary>What the first step asks: the name, and day, month and year of birth.</summary>
public sealed record ChildAnswers(string Name, string Born);
