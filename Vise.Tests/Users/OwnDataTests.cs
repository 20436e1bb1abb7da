using System.Net;
using System.Text.Json;
using Vise.Data.Admissions;
using Vise.Domain.Admissions;
using Vise.Tests.Support;
using Vise.Web.Access;
using Vise.Web.Shell;
using Xunit;

namespace Vise.Tests.Users;

/// <summary>A family takes its data out and its consent back, on pages that need no script.</summary>
public class OwnDataTests(TestCluster cluster)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task The_archive_holds_everything_of_the_family_and_nothing_of_others()
    {
        await using var world = await OwnDataApp.StartAsync(cluster, OwnDataPaths.Page);
        var submitted = await world.ADraftAsync(null, ("parents.0.email", "ramesh@school.test"), ("health.allergies", "Groundnuts"));
        await world.AddDocumentAsync(submitted, "the certificate itself");
        await world.JoinAsync(submitted);
        await world.SubmitAsync(submitted);
        var record = (await world.Of<RecordQueries>().OpenAsync(world.Clerk, submitted, None)).Value!;
        Assert.Null(await world.Of<DocumentCheckDesk>().RefuseAsync(world.Clerk, submitted, record.Documents[0].DocumentId, "unreadable", "The stamp", 7, None));
        var draft = await world.ADraftAsync(null, ("child.name", "Rohan Patil"));
        await world.AddDocumentAsync(draft, "lost");
        await world.Database.ExecuteAsync($"update admissions.document set content_hash = repeat('0', 64) where application_id = '{draft}'", world.Database.OwnerConnection);
        var others = await world.ADraftAsync(world.OtherParent, ("child.name", "Zoya Shaikh"));
        await world.Browser.GoAsync(OwnDataPaths.Page);

        using var answer = await world.ExportAsync(DemoAccounts.Password);
        var files = await OwnDataApp.FilesAsync(answer);

        Assert.Equal("application/zip", answer.Content.Headers.ContentType?.MediaType);
        Assert.True(answer.Headers.CacheControl?.NoStore);
        Assert.Matches("^\"?vise-data-[0-9-]{10}\\.zip\"?$", answer.Content.Headers.ContentDisposition?.FileName);
        Assert.Equal(
            ["account.json", "index.html", $"{submitted}/application.json", $"{submitted}/documents/01-birth_certificate.pdf", $"{draft}/application.json"],
            files.Keys.OrderBy(name => name.Contains('/', StringComparison.Ordinal)).ThenBy(name => name.StartsWith(draft.Value, StringComparison.Ordinal)).ThenBy(name => name, StringComparer.Ordinal));
        Assert.Equal("%PDF-1.4 the certificate itself", files[$"{submitted}/documents/01-birth_certificate.pdf"]);
        using var whole = JsonDocument.Parse(files[$"{submitted}/application.json"]);
        var handedIn = whole.RootElement.GetProperty("handedIn");
        Assert.Equal("999999990019", handedIn.GetProperty("aadhaar").GetString());
        Assert.Equal("Groundnuts", handedIn.GetProperty("health").GetProperty("allergies").GetString());
        Assert.Contains(whole.RootElement.GetProperty("answers").EnumerateArray(), answer => answer.GetProperty("path").GetString() == "child.apaarId" && answer.GetProperty("value").GetString() == "123456789012");
        Assert.Equal(["draft", "submitted"], whole.RootElement.GetProperty("history").EnumerateArray().Select(step => step.GetProperty("to").GetString()));
        var refused = Assert.Single(whole.RootElement.GetProperty("documents").EnumerateArray()).GetProperty("refused");
        Assert.Equal(("unreadable", "The stamp"), (refused.GetProperty("why").GetString(), refused.GetProperty("note").GetString()));
        Assert.Equal("open", Assert.Single(whole.RootElement.GetProperty("lookedAt").EnumerateArray()).GetProperty("action").GetString());
        Assert.Equal(AdmissionForm.ConsentVersion, whole.RootElement.GetProperty("consent").GetProperty("version").GetString());
        Assert.True(Assert.Single(whole.RootElement.GetProperty("guardians").EnumerateArray()).GetProperty("invitedByYou").GetBoolean());
        Assert.Contains("Groundnuts", files["index.html"], StringComparison.Ordinal);
        Assert.Contains("the file is missing in the store", files["index.html"], StringComparison.Ordinal);
        var everything = string.Concat(files.Values);
        Assert.DoesNotContain("imran@school.test", everything, StringComparison.Ordinal);
        Assert.DoesNotContain(world.OtherParent.Name, everything, StringComparison.Ordinal);
        Assert.DoesNotContain("Zoya", everything, StringComparison.Ordinal);
        Assert.DoesNotContain(others.Value, everything, StringComparison.Ordinal);
        Assert.Equal(2L, await world.Database.ScalarAsync<long>(
            $"select count(distinct application_id) from admissions.trail where action = 'export' and target = '{OwnDataDesk.What}' and actor_role = 'Parent' and account_id = '{world.Parent.Account}'"));

        // the second guardian takes out the tie, and the form stays the owner's to take
        Assert.IsType<Vise.Domain.NotFound>((await world.Of<OwnDataDesk>().ApplicationAsync(world.OtherParent, submitted, None)).Refusal);
        Assert.Equal([submitted.Value], (await world.Of<OwnDataDesk>().AccountAsync(world.OtherParent, None)).SharedWithYou.Select(shared => shared.ApplicationId));
    }

    [Fact]
    public async Task The_archives_page_calls_a_returned_form_returned_and_one_begun_a_draft()
    {
        await using var world = await OwnDataApp.StartAsync(cluster, OwnDataPaths.Page);
        var returned = await world.ADraftAsync();
        await world.SubmitAsync(returned);
        Assert.Null(await world.Review.StartReviewAsync(world.Clerk, returned, null, None));
        Assert.Null(await world.Review.ReturnAsync(world.Clerk, returned, null, 7, [new FieldRemark("child.name", "As on the certificate")], null, None));
        var begun = await world.ADraftAsync(TestSchool.ClassTwo, null, ("child.name", "Rohan Patil"));
        await world.Browser.GoAsync(OwnDataPaths.Page);

        using var answer = await world.ExportAsync(DemoAccounts.Password);
        var page = (await OwnDataApp.FilesAsync(answer))["index.html"];

        Assert.Matches($"{returned}</td></tr>\\s*<tr><th scope=\"row\">[^<]+</th><td>Returned</td>", page);
        Assert.Matches($"{begun}</td></tr>\\s*<tr><th scope=\"row\">[^<]+</th><td>Draft</td>", page);
    }

    [Fact]
    public async Task Without_the_password_nothing_is_taken_out()
    {
        await using var world = await OwnDataApp.StartAsync(cluster, OwnDataPaths.Page);
        await world.ADraftAsync();
        await world.Browser.GoAsync(OwnDataPaths.Page);

        using var answer = await world.ExportAsync("not the password");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("The password is not right", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(0L, await world.Database.ScalarAsync<long>("select count(*) from admissions.trail where action = 'export'"));
    }

    [Fact]
    public async Task Consent_is_read_word_for_word_and_taken_back_after_asking()
    {
        await using var world = await OwnDataApp.StartAsync(cluster, OwnDataPaths.Page);
        var id = await world.ADraftAsync();
        await world.SubmitAsync(id);
        await world.Browser.GoAsync(OwnDataPaths.Page);
        Assert.Contains(AdmissionForm.ConsentVersion, world.Browser.Page.QuerySelector($"[data-consent='{id}']")!.TextContent, StringComparison.Ordinal);
        await world.Browser.GoAsync(OwnDataPaths.Consent(id));
        Assert.StartsWith("I declare that what I have written is true.", world.Browser.Page.QuerySelector("[data-consent-text]")!.TextContent, StringComparison.Ordinal);

        await world.Browser.SendAsync(("version", world.Browser.Page.QuerySelector("[name=version]")!.GetAttribute("value")!));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, world.Browser.Status);
        await world.Browser.SendAsync(("sure", "yes"));

        Assert.Equal(Paths.MyApplication(id), world.Browser.At.AbsolutePath);
        Assert.NotNull(world.Browser.Page.QuerySelector("[data-status=withdrawn]"));
        Assert.Contains("took its consent back", world.Browser.Text, StringComparison.Ordinal);
        await world.Browser.GoAsync(OwnDataPaths.Consent(id));
        Assert.NotNull(world.Browser.Page.QuerySelector("form[hidden] [name=sure]"));
    }
}
