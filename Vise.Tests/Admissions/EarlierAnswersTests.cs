using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Vise.Data.Admissions;
using Vise.Data.Users;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Users;
using Vise.Tests.Access;
using Vise.Tests.Support;
using Vise.Web.Access;
using Vise.Web.Admissions.Family;
using Vise.Web.Shell;
using Xunit;

namespace Vise.Tests.Admissions;

/// <summary>Answers that a family gave before, for its next child or for another school.</summary>
public class EarlierAnswersTests(TestCluster cluster)
{
    private static readonly CancellationToken None = CancellationToken.None;

    private static readonly InvitationLetter Letter = new("en", token => $"/invitation/open?token={token}");

    private static readonly IReadOnlyDictionary<string, string> Ashas = TestForm.With(
        ("child.religion", "hindu"), ("child.disability", "no"), ("child.bpl", "no"), ("child.aay", "yes"), ("parents.1.name", "Meera Patil"), ("parents.1.relation", "mother"),
        ("siblings.0.name", "Ravi Patil"), ("siblings.0.class", "05"), ("siblings.1.name", "Rani Patil"), ("health.allergies", "Peanuts"), ("health.emergencyName", "Sunanda Patil"), ("health.emergencyMobile", "98230 12346"));

    [Fact]
    public async Task The_familys_answers_fill_what_the_next_childs_form_leaves_empty_in_any_branch()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var asha = await school.ADraftAsync(fields: Ashas);
        var ravi = await school.ADraftAsync(TestSchool.ClassOne with { Branch = TestSchool.Haveli }, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["child.name"] = "Ravi Patil",
            ["child.socialCategory"] = "obc",
            ["parents.0.name"] = "meera patil",
            ["parents.0.relation"] = "mother",
        });

        var offer = Assert.Single(await OffersAsync(school, school.Parent, ravi, FormStep.Child));
        Assert.Equal((asha, "Asha Ramesh Patil"), (offer.Id, offer.ChildName));
        Assert.Equal([FormStep.Child, FormStep.Background, FormStep.Parents, FormStep.Address, FormStep.Siblings, FormStep.Health], offer.Steps);
        Assert.Equal([FormStep.Parents], Assert.Single(await OffersAsync(school, school.Parent, ravi, FormStep.Parents)).Steps);
        Assert.Empty(await OffersAsync(school, school.Parent, ravi, FormStep.Sought));

        Assert.Empty((await school.Earlier.UseAsync(school.Parent, asha, ravi, FormStep.Parents, None)).Value!.Conflicts);
        Assert.NotNull((await school.Earlier.UseAsync(school.Parent, asha, ravi, FormStep.Child, None)).Value);

        var fields = (await school.Family.DraftAsync(school.Parent, ravi, None)).Value!.Fields;
        Assert.Equal(
            [
                "address.permanent.line=12 Lakshmi Road", "address.permanent.locality=Pune", "address.permanent.pinCode=411030", "address.presentIsSame=yes", "child.bpl=no", "child.motherTongue=mr", "child.name=Ravi Patil",
                "child.religion=hindu", "child.socialCategory=obc", "health.emergencyMobile=98230 12346", "health.emergencyName=Sunanda Patil", "parents.0.name=meera patil", "parents.0.relation=mother", "parents.1.mobile=098230 12345",
                "parents.1.name=Ramesh Patil", "parents.1.relation=father", "siblings.0.name=Asha Ramesh Patil", "siblings.1.name=Rani Patil",
            ],
            fields.Select(field => $"{field.Key}={field.Value.Value}").Order(StringComparer.Ordinal));
        Assert.All(fields.Values, field => Assert.Equal(1, field.Revision));
        Assert.Equal(2L, await school.Database.ScalarAsync<long>($"select count(*) from admissions.draft_field where application_id = '{ravi}' and sealed is not null and value is null"));
        Assert.Empty(await OffersAsync(school, school.Parent, ravi, FormStep.Child));
    }

    [Fact]
    public void An_enrolled_child_is_a_sibling_with_class_and_id()
    {
        var id = EnrollmentId.Parse("2725010125E0001L");

        var copied = EarlierAnswers.ForAnotherChild(new EarlierForm("Asha Patil", "01", id, new Dictionary<string, string>(StringComparer.Ordinal)), new Dictionary<string, string>(StringComparer.Ordinal));

        Assert.Equal(["siblings.0.class=01", $"siblings.0.enrollmentId={id.Value}", "siblings.0.name=Asha Patil"], copied.Select(answer => $"{answer.Key}={answer.Value}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Another_familys_answers_are_neither_offered_nor_taken_and_a_second_guardians_are_while_they_share()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var (asha, theirs) = (await school.ADraftAsync(fields: Ashas), await school.ADraftAsync(fields: new Dictionary<string, string>(StringComparer.Ordinal), by: school.OtherParent));

        Assert.Empty(await OffersAsync(school, school.OtherParent, theirs, FormStep.Child));
        Assert.IsType<NotFound>((await school.Earlier.UseAsync(school.OtherParent, asha, theirs, FormStep.Child, None)).Refusal);
        Assert.IsType<NotFound>((await school.Earlier.UseAsync(school.Parent, asha, theirs, FormStep.Child, None)).Refusal);
        Assert.IsType<NotFound>((await school.Earlier.StartCopyAsync(school.OtherParent, asha, TestSchool.ClassTwo, None)).Refusal);
        Assert.Equal(0L, await school.Database.ScalarAsync<long>($"select count(*) from admissions.draft_field where application_id = '{theirs}'"));

        var made = (await school.Guardians.InviteAsync(school.Parent, asha, "imran@demo.test", Letter, None)).Value!;
        Assert.Null((await school.Guardians.AcceptAsync(school.OtherParent, made.Token, None)).Refusal);
        Assert.Equal(asha, Assert.Single(await OffersAsync(school, school.OtherParent, theirs, FormStep.Child)).Id);
        Assert.NotNull((await school.Earlier.UseAsync(school.OtherParent, asha, theirs, FormStep.Address, None)).Value);
        Assert.Null(await school.Guardians.EndAsync(school.Parent, asha, None));
        Assert.IsType<NotFound>((await school.Earlier.UseAsync(school.OtherParent, asha, theirs, FormStep.Child, None)).Refusal);
    }

    [Fact]
    public async Task Another_school_is_asked_with_a_copy_also_of_a_form_that_is_closed()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var asha = await school.ADraftAsync(fields: Ashas);
        Assert.Null(await school.Drafts.WithdrawAsync(school.Parent, asha, null, "We move", None));

        var copy = (await school.Earlier.StartCopyAsync(school.Parent, asha, TestSchool.ClassOne with { Branch = TestSchool.Haveli }, None)).Value!.Id;

        var fields = (await school.Family.DraftAsync(school.Parent, copy, None)).Value!.Fields;
        Assert.Equal(Ashas.Keys.Where(path => !path.StartsWith("sought.", StringComparison.Ordinal) && path != "consent.given").Order(StringComparer.Ordinal), fields.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(("9999 9999 0019", "Peanuts"), (fields["child.aadhaar"].Value, fields["health.allergies"].Value));
        Assert.Equal("Asha Ramesh Patil", await school.Database.ScalarAsync<string>($"select child_name from users.application where application_id = '{copy}'"));
    }

    [Fact]
    public async Task The_step_offers_them_without_a_script_and_shows_what_was_filled_in()
    {
        await using var database = await cluster.NewDemoAsync();
        await using var app = new TestApp(database, ("Demo:Enabled", "true"), ("Demo:Applications", "false"));
        app.Browser().Dispose();
        var demo = DemoAccounts.Find("parent@demo.vise")!;
        var account = await app.Services.GetRequiredService<AccountDesk>().SignInAsync(AccessSettings.EmbeddedIssuer, demo.Subject, demo.Name, "parent@demo.vise", None);
        var (desk, parent) = (app.Services.GetRequiredService<DraftDesk>(), new Actor(account!.Value, demo.Role, demo.Scope, demo.Name));
        var asha = (await desk.StartAsync(parent, TestSchool.ClassOne, [.. Ashas.Select(field => new FieldEdit(field.Key, field.Value, 0))], None)).Value!.Id;
        var next = (await desk.StartAsync(parent, TestSchool.ClassTwo, [], None)).Value!.Id;
        using var browser = new PlainBrowser(app.Address);
        await browser.SignInAsync("parent@demo.vise", DemoAccounts.Password, FormSteps.PathOf(next, FormStep.Child));

        var offer = browser.Page.QuerySelector($"[data-earlier='{asha}']")!;
        Assert.Contains("mother tongue, religion, category and cards, parents and guardian, address, brothers and sisters, Asha among them, whom to call in an emergency", offer.TextContent, StringComparison.Ordinal);
        await browser.SendAsync((EarlierOffers.From, asha.Value));

        Assert.Equal((HttpStatusCode.OK, FormSteps.PathOf(next, FormStep.Child)), (browser.Status, browser.At.AbsolutePath));
        Assert.Equal("mr", browser.Page.QuerySelector("[name='child.motherTongue'] option[selected][value=mr]")!.GetAttribute("value"));
        Assert.Null(browser.Page.QuerySelector("[data-earlier]"));
        await browser.GoAsync(FormSteps.PathOf(next, FormStep.Siblings));
        Assert.Equal("Asha Ramesh Patil", browser.Page.QuerySelector("[name='siblings.0.name']")!.GetAttribute("value"));
    }

    private static async Task<IReadOnlyList<EarlierOffer>> OffersAsync(TestSchool school, Actor family, ApplicationId id, FormStep at)
    {
        var fields = (await school.Family.DraftAsync(family, id, None)).Value!.Fields;
        return await school.Earlier.OffersAsync(family, id, fields.ToDictionary(field => field.Key, field => field.Value.Value, StringComparer.Ordinal), at, None);
    }
}
