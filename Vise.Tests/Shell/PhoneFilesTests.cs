using System.IO.Compression;
using System.Text.RegularExpressions;
using Vise.Domain.Admissions;
using Vise.Tests.Support;
using Vise.Web.Shell;
using Vise.Web.Shell.Offline;
using Xunit;

namespace Vise.Tests.Shell;

/// <summary>The family pages' script and worker: small, and away from what is not theirs.</summary>
public class PhoneFilesTests
{
    private static readonly string Worker = File.ReadAllText(Source.File("Vise.Web", "wwwroot", "service-worker.js"));

    [Fact]
    public void Each_file_of_the_script_is_at_most_3_KB_over_the_wire_all_of_it_18_and_what_is_fetched_on_use_7_or_2_more()
    {
        var files = Directory.EnumerateFiles(Source.File("Vise.Web", "wwwroot", "js", "family")).Append(Source.File("Vise.Web", "wwwroot", "js", "family.js")).Append(Source.File("Vise.Web", "wwwroot", "service-worker.js")).ToList();
        Assert.All(files, file => Assert.InRange(Compressed(file), 1, 3 * 1024));
        var onUse = files.Where(file => Path.GetFileNameWithoutExtension(file) is "search" or "signing-out" or "upload" or "upload-list" or "upload-photo").ToList();
        // of the pages after the hand-in, which need none of the rest
        var asking = files.Single(file => Path.GetFileNameWithoutExtension(file) == "asking");
        Assert.InRange(Compressed(asking), 1, 2 * 1024);
        Assert.InRange(files.Except([.. onUse, asking], StringComparer.Ordinal).Sum(Compressed), 1, 18 * 1024);
        Assert.InRange(onUse.Sum(Compressed), 1, 7 * 1024);
    }

    [Fact]
    public void The_worker_lets_office_API_and_sign_in_alone_and_stands_before_the_familys_pages()
    {
        var outside = Of("outside");
        string[] others =
        [
            Paths.Desk, $"{Paths.Desk}/1", Paths.Dashboard, Paths.People, Paths.OpsJobs, Paths.OpsTrails, Paths.ApiReference, ApiPaths.Me, Paths.OpenApi, Paths.Health, ApiPaths.Ready, AccessPaths.Circuits,
            AccessPaths.SignIn, AccessPaths.Password, AccessPaths.Register, AccessPaths.SignOut, AccessPaths.SignedOut, AccessPaths.Callback, AccessPaths.SignedOutCallback, AccessPaths.Authorize,
            AccessPaths.Token, AccessPaths.EndSession, Paths.Invitation,
        ];
        Assert.All(others, path => Assert.Matches(outside, path));
        Assert.All([Paths.Home, Paths.Apply, Paths.My, Paths.Account, PhonePaths.Offline, "/apply/2725010125A00F37/child"], path => Assert.DoesNotMatch(outside, path));
    }

    [Fact]
    public void The_worker_keeps_no_field_in_clear_that_is_sealed_elsewhere() =>
        Assert.All(AdmissionForm.Fields, field => Assert.Equal(field.IsSecret, Of("secret").IsMatch(field.Path)));

    private static Regex Of(string name) =>
        new(Regex.Match(Worker, $"^const {name} = /(?<regex>.+)/;$", RegexOptions.Multiline, TimeSpan.FromSeconds(1)).Groups["regex"].Value.Replace(@"\/", "/", StringComparison.Ordinal), RegexOptions.None, TimeSpan.FromSeconds(1));

    private static int Compressed(string file)
    {
        using var bytes = new MemoryStream();
        using (var brotli = new BrotliStream(bytes, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            brotli.Write(File.ReadAllBytes(file));
        }

        return (int)bytes.Length;
    }
}
