using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Vise.Tests.Support;
using Vise.Web.Shell;
using Xunit;

namespace Vise.Tests.Browser;

/// <summary>
/// A parent with one thumb on a slow line fills in the whole form, each answer typed once, while the connection is cut three times at moments that a
/// seed decides. <c>VISE_PHONE_RUNS=30</c> makes it thirty parents (bench/phone.sh); two otherwise.
/// </summary>
public class PhoneRunTests(FamilyApp family, TestBrowser browser, ITestOutputHelper output) : IClassFixture<FamilyApp>
{
    private const int Cuts = 3;

    // a form that is still empty is given to whoever of the family begins the same again: two phones at once are of two families
    private static readonly string[] Families = ["parent@demo.vise", "parent2@demo.vise"];

    [Fact]
    public async Task Every_phone_finishes_with_nothing_typed_twice()
    {
        var runs = int.TryParse(Environment.GetEnvironmentVariable("VISE_PHONE_RUNS"), CultureInfo.InvariantCulture, out var asked) ? asked : 2;
        await Task.WhenAll(Families.Select(async (email, number) =>
        {
            for (var seed = number + 1; seed <= runs; seed += Families.Length)
            {
                await RunAsync(seed, email);
            }
        }));
    }

    private async Task RunAsync(int seed, string email)
    {
        var began = Stopwatch.GetTimestamp();
        await using var line = new TestLine(family.App.Address, TimeSpan.FromMilliseconds(400));
        var phone = await browser.SignInAsync(family.App, email, Paths.My, TestBrowser.Phone, line: line);
        phone.Context.SetDefaultTimeout(60_000);
        var id = await FamilyForm.BeginAsync(phone, "01");
        var acts = new Thumb(phone).Acts;
        var moments = new Random(seed);
        var cuts = Enumerable.Range(0, Cuts).Select(_ => moments.Next(acts.Count)).ToList();
        List<Task> broken = [];
        for (var act = 0; act < acts.Count; act++)
        {
            foreach (var _ in cuts.Where(cut => cut == act))
            {
                // the line breaks somewhere in this answer or the next ones, and comes back when it likes
                broken.Add(line.CutAsync(TimeSpan.FromMilliseconds(moments.Next(300)), TimeSpan.FromMilliseconds(500 + moments.Next(4000))));
            }

            try
            {
                await acts[act]();
            }
            catch (Exception e) when (e is TimeoutException or PlaywrightException)
            {
                throw new InvalidOperationException(await WhereAsync(phone, seed, act, cuts), e);
            }
        }

        await Task.WhenAll(broken);
        await phone.GetByRole(AriaRole.Button, new() { Name = "Submit the form" }).WaitForAsync();
        foreach (var (path, value) in Answers)
        {
            Assert.Equal(value, await family.ValueAsync(id, path));
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {seed}: cut before {string.Join(", ", cuts.Order())} of {acts.Count}, done in {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s"));
        await phone.Context.CloseAsync();
    }

    // what a person who looks at the phone would see
    private static async Task<string> WhereAsync(IPage phone, int seed, int act, IEnumerable<int> cuts)
    {
        var shown = await phone.Locator("body").InnerTextAsync();
        return string.Create(CultureInfo.InvariantCulture, $"seed {seed}, act {act}, cut before {string.Join(", ", cuts.Order())}: {phone.Url} shows {shown}");
    }

    private static IReadOnlyList<(string Path, string Value)> Answers { get; } =
    [
        ("child.name", "Asha Ramesh Patil"), ("child.birthDate", "2018-02-14"), ("child.gender", "F"), ("child.nationality", "IN"), ("child.motherTongue", "mr"),
        ("child.socialCategory", "general"), ("child.aadhaar", "sealed"), ("child.disability", "sealed"), ("sought.medium", "mr"), ("sought.quota", "open"), ("parents.0.name", "Ramesh Patil"),
        ("parents.0.relation", "father"), ("parents.0.mobile", "098230 12345"), ("address.permanent.line", "12 Lakshmi Road"), ("address.permanent.locality", "Pune"),
        ("address.permanent.pinCode", "411030"), ("address.presentIsSame", "yes"), ("health.allergies", "sealed"), ("consent.given", "yes"),
    ];

    private sealed class Thumb(IPage page)
    {
        public IReadOnlyList<Func<Task>> Acts =>
        [
            Type("child.name", "Asha Ramesh Patil"), Type("child.birthDate.day", "14"), Type("child.birthDate.month", "2"), Type("child.birthDate.year", "2018"), Check("child.gender", "F"),
            Check("child.nationality", "IN"), () => page.Locator("[name='child.motherTongue']").SelectOptionAsync("mr"), Type("child.aadhaar", "9999 9999 0019"),
            Next("background"), Check("child.socialCategory", "general"), Check("child.disability", "no"),
            Next("sought"), Check("sought.medium", "mr"), Check("sought.quota", "open"),
            Next("parents"), Type("parents.0.name", "Ramesh Patil"), Check("parents.0.relation", "father"), Type("parents.0.mobile", "098230 12345"),
            Next("address"), Type("address.permanent.line", "12 Lakshmi Road"), Type("address.permanent.locality", "Pune"), Type("address.permanent.pinCode", "411030"), Check("address.presentIsSame", "yes"),
            Next("siblings"), Next("health"), Type("health.allergies", "Peanuts"),
            Next("documents"), PickAsync, HandInAsync,
            Check("consent.given", "yes"), Next("review"),
        ];

        private Func<Task> Type(string name, string text) => () => page.Locator($"[name='{name}']").PressSequentiallyAsync(text, new() { Delay = 40 });

        private Func<Task> Check(string name, string value) => () => page.Locator($"[name='{name}'][value={value}]").CheckAsync();

        private Func<Task> Next(string step) => async () =>
        {
            await FamilyForm.SaveAsync(page);
            await page.WaitForURLAsync("**/" + step);
        };

        private Task PickAsync() => page.Locator("[name='documents.birth_certificate']").SetInputFilesAsync(Source.File("samples", "birth-certificate-specimen.png"));

        // a file whose upload broke off is picked again: it is no typing
        private async Task HandInAsync()
        {
            await FamilyForm.SaveAsync(page);
            while (true)
            {
                await page.WaitForURLAsync(new Regex("/(files|consent)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)));
                if (page.Url.EndsWith("/consent", StringComparison.Ordinal))
                {
                    return;
                }

                await page.WaitForURLAsync(new Regex("/(documents|consent)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)));
                if (page.Url.EndsWith("/documents", StringComparison.Ordinal))
                {
                    await PickAsync();
                    await FamilyForm.SaveAsync(page);
                }
            }
        }
    }
}
