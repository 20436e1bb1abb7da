using Vise.Tests.Support;
using Xunit;

namespace Vise.Tests.Users;

/// <summary>Another authority's tokens name no account of ours: each request finds it by issuer and subject.</summary>
public class RecognisedTests(TestCluster cluster)
{
    private const string Issuer = "https://login.school.test";
    private const string Version = "select xmin::text from users.account where subject = 'timetable'";
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_clients_requests_read_its_account_and_write_to_it_once_in_five_minutes()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var made = await school.Accounts.RecogniseAsync(Issuer, "timetable", "Timetable", null, None);
        Assert.NotNull(made);
        var version = await school.Database.ScalarAsync<string>(Version);

        Assert.Equal(made, await school.Accounts.RecogniseAsync(Issuer, "timetable", "Timetable", null, None));
        Assert.Equal(version, await school.Database.ScalarAsync<string>(Version));
        Assert.NotEqual(made, await school.Accounts.RecogniseAsync("https://other.test", "timetable", "Timetable", null, None));

        // another name is kept at once, and a sign-in that lies back is noted anew
        Assert.Equal(made, await school.Accounts.RecogniseAsync(Issuer, "timetable", "Timetables", null, None));
        Assert.Equal("Timetables", await school.Database.ScalarAsync<string>($"select name from users.account where account_id = '{made}'"));
        await school.ShiftClockAsync("6 minutes");
        await school.Accounts.RecogniseAsync(Issuer, "timetable", "Timetables", null, None);
        Assert.True(await school.Database.ScalarAsync<bool>($"select last_sign_in_time > now() + interval '5 minutes' from users.account where account_id = '{made}'"));

        await school.Database.ExecuteAsync($"update users.account set disabled_time = now() where account_id = '{made}'");
        Assert.Null(await school.Accounts.RecogniseAsync(Issuer, "timetable", "Timetables", null, None));
    }
}
