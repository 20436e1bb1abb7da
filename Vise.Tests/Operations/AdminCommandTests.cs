using System.Diagnostics;
using System.Net;
using Vise.Tests.Access;
using Vise.Tests.Support;
using Vise.Web.Local;
using Vise.Web.Operations;
using Vise.Web.Shell;
using Xunit;

namespace Vise.Tests.Operations;

/// <summary>The first SystemAdmin, made by the real binary on an empty database.</summary>
public class AdminCommandTests(TestCluster cluster)
{
    [Fact]
    public async Task The_command_makes_the_first_system_admin_who_chooses_a_password_by_the_link_once()
    {
        await using var database = await cluster.NewBareDatabaseAsync();
        using var folder = new TestFolder();
        await using var app = new TestApp(database, (LocalFolder.Setting, folder.Path));

        var (exit, said) = await RunAsync(database, folder, app.Address, "admin", "create", "--email", "first@school.test", "--name", "Kavita Rao");
        Assert.True(exit == 0, said);
        var link = said.Split('\n').Single(line => line.Contains(AccessPaths.FirstPasswordLinkTemplate, StringComparison.Ordinal)).Trim();
        var (again, why) = await RunAsync(database, folder, app.Address, "admin", "create", "--email", "second@school.test", "--name", "Imran");
        Assert.Equal(1, again);
        Assert.Contains("There is a SystemAdmin already", Assert.Single(why.Trim().Split('\n')), StringComparison.Ordinal);

        using var started = app.Browser();
        using var browser = new PlainBrowser(app.Address);
        await browser.GoAsync(new Uri(link).PathAndQuery);
        Assert.Equal(AccessPaths.FirstPassword, browser.At.PathAndQuery);
        await browser.SendAsync(("first.password", "short"), ("first.again", "short"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, browser.Status);
        await browser.SendAsync(("first.password", "Long-enough-2025"), ("first.again", "Long-enough-2025"));
        await browser.SignInAsync("first@school.test", "Long-enough-2025", Paths.People);
        Assert.Equal((HttpStatusCode.OK, Paths.People), (browser.Status, browser.At.AbsolutePath));

        using var thief = new PlainBrowser(app.Address);
        await thief.GoAsync(new Uri(link).PathAndQuery);
        Assert.Null(thief.Page.QuerySelector("[name='first.password']"));
    }

    private static async Task<(int Exit, string Said)> RunAsync(TestDatabase database, TestFolder folder, Uri address, params string[] words)
    {
        var info = new ProcessStartInfo("dotnet", [typeof(ViseCommand).Assembly.Location, .. words]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        (string Key, string Value)[] settings =
        [
            ("ASPNETCORE_ENVIRONMENT", "Production"), ("ConnectionStrings:Vise", database.AppConnection), ("ConnectionStrings:ViseAuth", database.AuthConnection),
            ("ConnectionStrings:ViseOwner", database.OwnerConnection), ("ConnectionStrings:Redis", "127.0.0.1:1"), ("Public:Address", address.GetLeftPart(UriPartial.Authority)),
            ("Secrets:KeyFile", Path.Combine(folder.Path, "keys", "fields.json")), ("Documents:Directory", Path.Combine(folder.Path, "documents")), (LocalFolder.Setting, folder.Path),
        ];
        foreach (var (key, value) in settings)
        {
            info.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        Vise.Data.Secrets.FieldKeys.Load(Path.Combine(folder.Path, "keys", "fields.json"), makeIfMissing: true);
        using var command = Process.Start(info)!;
        var said = await Task.WhenAll(command.StandardOutput.ReadToEndAsync(), command.StandardError.ReadToEndAsync());
        await command.WaitForExitAsync();
        return (command.ExitCode, string.Concat(said));
    }
}
