using System.Net;
using Vise.Web.Access;
using Vise.Web.Access.Factors;
using Xunit;

namespace Vise.Tests.Access;

public sealed class TotpTests
{
    // "12345678901234567890" in base 32
    private const string Key = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    /// <summary>RFC 6238, appendix B, the last six digits.</summary>
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    public void Codes_are_those_of_the_standard(long seconds, string code) =>
        Assert.Equal(code, Totp.CodeOf(Key, Totp.StepOf(DateTimeOffset.FromUnixTimeSeconds(seconds))));

    [Fact]
    public void A_code_holds_one_step_before_and_after_its_own_and_no_longer()
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1234567890);
        var step = Totp.StepOf(now);
        Assert.Equal(step, Totp.Match(Key, "005924", now));
        Assert.Equal(step, Totp.Match(Key, "005924", now.AddSeconds(30)));
        Assert.Equal(step, Totp.Match(Key, "005924", now.AddSeconds(-30)));
        Assert.Null(Totp.Match(Key, "005924", now.AddSeconds(60)));
        Assert.Null(Totp.Match(Key, "005925", now));
    }

    [Fact]
    public void A_new_secret_has_160_bits() => Assert.Matches("^[A-Z2-7]{32}$", Totp.NewKey());

    [Fact]
    public async Task Guessing_from_many_addresses_is_stopped_and_the_owner_still_gets_in_by_a_recovery_code()
    {
        using var tries = new SignInThrottle();
        using var throttle = new CodeThrottle(tries);
        var login = Guid.NewGuid();
        for (var i = 0; i < CodeThrottle.PerHour; i++)
        {
            Assert.False(await TryAsync(new IPAddress([10, 0, 0, (byte)i]), isAppCode: true, right: false));
        }

        Assert.Null(await TryAsync(IPAddress.Loopback, isAppCode: true, right: true));
        Assert.True(await TryAsync(IPAddress.Loopback, isAppCode: false, right: true));

        Task<bool?> TryAsync(IPAddress from, bool isAppCode, bool right) => throttle.TryAsync(from, login, isAppCode, () => Task.FromResult(right), CancellationToken.None);
    }

    [Fact]
    public async Task Wrong_codes_from_one_address_close_it_there_and_nowhere_else()
    {
        using var tries = new SignInThrottle();
        using var throttle = new CodeThrottle(tries);
        var login = Guid.NewGuid();
        var foreign = new IPAddress([10, 0, 0, 1]);
        for (var i = 0; i < 8; i++)
        {
            Assert.False(await throttle.TryAsync(foreign, login, true, () => Task.FromResult(false), CancellationToken.None));
        }

        Assert.Null(await throttle.TryAsync(foreign, login, true, () => Task.FromResult(true), CancellationToken.None));
        Assert.True(await throttle.TryAsync(IPAddress.Loopback, login, true, () => Task.FromResult(true), CancellationToken.None));
    }

    [Theory]
    [InlineData("Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36", "Chrome", "Android")]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36 Edg/126.0", "Edge", "Windows")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1", "Safari", "iPhone")]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0", "Firefox", "Linux")]
    [InlineData("curl/8.5", "", "")]
    public void A_device_is_told_by_browser_and_system(string agent, string browser, string system) =>
        Assert.Equal((browser, system), (Devices.Of(agent).Browser, Devices.Of(agent).System));
}
