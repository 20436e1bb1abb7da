using System.IO.Compression;
using Microsoft.Extensions.Configuration;
using Vise.Data.Admissions;
using Vise.Data.Users;
using Vise.Domain.Admissions;
using Vise.Tests.Support;
using Vise.Web.Access;
using Xunit;

namespace Vise.Tests.Users;

/// <summary>The same for a family's own data: the parent's mobile number is known, files and guardians can be added.</summary>
internal sealed class OwnDataApp : DemoApp
{
    private static readonly CancellationToken None = CancellationToken.None;

    private OwnDataApp(TestDatabase database)
        : base(database)
    {
    }

    /// <summary>Where the documents' files lie.</summary>
    public string Documents => Of<IConfiguration>()["Documents:Directory"]!;

    public static new async Task<OwnDataApp> StartAsync(TestCluster cluster, string path)
    {
        var world = new OwnDataApp(await cluster.NewDemoAsync());
        await world.OpenAsync();
        await world.Database.ExecuteAsync($"update users.account set mobile = '+919811122233', mobile_verified_time = now() where account_id = '{world.Parent.Account}'");
        await world.Browser.SignInAsync(ParentEmail, DemoAccounts.Password, path);
        return world;
    }

    public async Task AddDocumentAsync(ApplicationId id, string content)
    {
        await using var file = new MemoryStream(System.Text.Encoding.UTF8.GetBytes("%PDF-1.4 " + content));
        Assert.Null((await Of<DocumentDesk>().AddAsync(Parent, id, "birth_certificate", "asha-birth.pdf", file, None)).Refusal);
    }

    public async Task JoinAsync(ApplicationId id)
    {
        var made = (await Of<GuardianDesk>().InviteAsync(Parent, id, "imran@school.test", new InvitationLetter("en", token => $"/invitation/open?token={token}"), None)).Value!;
        Assert.Null((await Of<GuardianDesk>().AcceptAsync(OtherParent, made.Token, None)).Refusal);
    }

    /// <summary>Posts the export's form as the signed-in browser does.</summary>
    public async Task<HttpResponseMessage> ExportAsync(string password)
    {
        var form = Browser.Page.Forms.First(form => form.QuerySelector("[name=password]") is not null);
        var token = form.QuerySelector("[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        using var content = new FormUrlEncodedContent([new("__RequestVerificationToken", token), new("password", password)]);
        using var request = new HttpRequestMessage(HttpMethod.Post, form.GetAttribute("action")) { Content = content };
        return await Browser.RawAsync(request);
    }

    public static async Task<Dictionary<string, string>> FilesAsync(HttpResponseMessage answer)
    {
        await using var zip = new ZipArchive(await answer.Content.ReadAsStreamAsync());
        Dictionary<string, string> files = new(StringComparer.Ordinal);
        foreach (var entry in zip.Entries)
        {
            using var reader = new StreamReader(await entry.OpenAsync());
            files[entry.FullName] = await reader.ReadToEndAsync();
        }

        return files;
    }
}
