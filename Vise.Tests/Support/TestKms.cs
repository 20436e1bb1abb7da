using System.Diagnostics;
using Xunit;

namespace Vise.Tests.Support;

/// <summary>A key management system of the test's own: SoftHSM, spoken to by PKCS #11, with one AES key that can't be read out.</summary>
public sealed class TestKms : IDisposable
{
    private const string Pin = "4711";
    private static readonly string[] Libraries =
        ["/usr/lib/softhsm/libsofthsm2.so", "/usr/lib64/softhsm/libsofthsm2.so", "/usr/lib64/pkcs11/libsofthsm2.so", "/usr/local/lib/softhsm/libsofthsm2.so", "/opt/homebrew/lib/softhsm/libsofthsm2.so"];

    private readonly TestFolder _folder = new();

    private TestKms()
    {
    }

    private string Configuration => Path.Combine(_folder.Path, "softhsm2.conf");

    /// <summary>The variables that make VISE keep its keys there.</summary>
    public string[] Settings(string pin = Pin) =>
    [
        "SOFTHSM2_CONF=" + Configuration, "Secrets__Guard=pkcs11", "Secrets__Pkcs11__Library=" + Libraries.First(File.Exists), "Secrets__Pkcs11__Token=vise",
        "Secrets__Pkcs11__Pin=" + pin, "Secrets__Pkcs11__Key=wrapping",
    ];

    public static async Task<TestKms> StartAsync()
    {
        var kms = new TestKms();
        var tokens = Directory.CreateDirectory(Path.Combine(kms._folder.Path, "tokens")).FullName;
        await File.WriteAllTextAsync(kms.Configuration, $"directories.tokendir = {tokens}\nobjectstore.backend = file\nlog.level = ERROR\n");
        await kms.UtilAsync("--init-token", "--free", "--label", "vise", "--pin", Pin, "--so-pin", "1234");
        var key = Path.Combine(kms._folder.Path, "aes.bin");
        // the tool reads the file as text: at a zero byte it ends, and the shortened key fits no cipher
        await File.WriteAllTextAsync(key, System.Security.Cryptography.RandomNumberGenerator.GetHexString(32));
        await kms.UtilAsync("--import", key, "--aes", "--token", "vise", "--label", "wrapping", "--id", "01", "--pin", Pin);
        File.Delete(key);
        return kms;
    }

    public void Dispose() => _folder.Dispose();

    private async Task UtilAsync(params string[] words)
    {
        var info = new ProcessStartInfo("softhsm2-util", words) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        info.Environment["SOFTHSM2_CONF"] = Configuration;
        using var process = Process.Start(info)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await output + error);
    }
}
