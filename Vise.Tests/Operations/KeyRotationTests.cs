using System.Diagnostics;
using System.Text;
using Npgsql;
using Vise.Data.Secrets;
using Vise.Domain.Admissions;
using Vise.Tests.Support;
using Vise.Web.Local;
using Xunit;

namespace Vise.Tests.Operations;

/// <summary>The keys that seal secrets, through the real command.</summary>
public class KeyRotationTests(TestCluster cluster)
{
    private const string Aadhaar = "999999990019";
    private const string Apaar = "123456789012";
    private const string Allergy = "groundnuts of Quillamara";

    private const string Certificate = "UDID-Quillamara-7";

    private static readonly CancellationToken None = CancellationToken.None;

    private static IReadOnlyDictionary<string, string> Form => TestForm.With(("health.allergies", Allergy), ("health.bloodGroup", "AB-"), ("health.emergencyMobile", "9822054321"),
        ("child.disability", "yes"), ("child.impairment", "low_vision"), ("child.disabilityCertificate", Certificate), ("sought.quota", "rte"), ("sought.rteGround", "disability"));

    [Fact]
    public async Task A_rotation_seals_everything_anew_while_the_app_runs_and_the_old_key_can_go()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var (draft, submitted) = await TwoFormsAsync(school);
        await ASessionKeyAsync(school);
        var keys = Path.GetFullPath(school.KeyFile);
        Assert.Equal("", await KeysNotAsync(school, "k1"));

        var rotated = await RunAsync(school, "rotate");

        Assert.Contains("k2 seals from now on.", rotated, StringComparison.Ordinal);
        Assert.Equal("", await KeysNotAsync(school, "k2"));
        // the school has run on since before, with the keys it knew
        Assert.Equal(Allergy, (await school.Family.DraftAsync(school.Parent, draft, None)).Value!.Fields["health.allergies"].Value);
        Assert.Equal(Allergy, (await school.Records.OpenAsync(school.Clerk, submitted, None)).Value!.Fields["health.allergies"]);
        Assert.Contains("k1 is gone", await RunAsync(school, "retire", "k1"), StringComparison.Ordinal);
        Assert.Equal(["k2"], KeyRing.Read(keys, new FileGuard()).Keys.Keys);
        await using var owner = NpgsqlDataSource.Create(TestCluster.Unpooled(school.Database.OwnerConnection));
        var afresh = new FieldSeal(FieldKeys.Load(keys, makeIfMissing: false));
        Assert.Contains(Allergy, afresh.Open(submitted.Value + ":health", (await school.Database.ScalarAsync<byte[]>("select health_sealed from admissions.applicant"))!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_still_seals_is_not_given_up_and_neither_is_the_current_one()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        await TwoFormsAsync(school);
        KeyRing.Read(school.KeyFile, new FileGuard()).Stage().UseNext().Write(school.KeyFile, new FileGuard());

        var (oldCode, _, old) = await TryAsync(school, [], "retire", "k1");
        var (currentCode, _, current) = await TryAsync(school, [], "retire", "k2");

        Assert.Equal((1, 1), (oldCode, currentCode));
        Assert.StartsWith("k1 still seals", old, StringComparison.Ordinal);
        Assert.StartsWith("k2 is the key that seals", current, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_match_key_makes_every_hash_anew_and_equal_ids_are_found_by_either_meanwhile()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        await TwoFormsAsync(school);
        var before = await HashAsync(school);
        Assert.Equal(before, school.Seal.Matches("aadhaar", Aadhaar)[0]);

        await RunAsync(school, "rotate", "--match");

        var after = await HashAsync(school);
        Assert.NotEqual(before, after);
        var ring = FieldKeys.Load(school.KeyFile, makeIfMissing: false);
        Assert.Equal(after, Assert.Single(new FieldSeal(ring).Matches("aadhaar", Aadhaar)));
        var between = KeyRing.Read(school.KeyFile, new FileGuard()).WithNewMatchKey();
        between.Write(school.KeyFile, new FileGuard());
        Assert.Contains(after, new FieldSeal(FieldKeys.Load(school.KeyFile, makeIfMissing: false)).Matches("aadhaar", Aadhaar));
    }

    [Fact]
    public async Task A_key_management_system_keeps_the_keys_and_the_file_alone_opens_nothing()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        using var kms = await TestKms.StartAsync();
        await TwoFormsAsync(school);
        var plain = KeyRing.Read(school.KeyFile, new FileGuard());

        var locked = await TryAsync(school, kms.Settings(), "lock");
        var rotated = await TryAsync(school, kms.Settings(), "rotate");

        Assert.True((locked.Code, rotated.Code) == (0, 0), locked.Error + rotated.Error);
        Assert.Equal("", await KeysNotAsync(school, "k2"));
        var file = await File.ReadAllTextAsync(school.KeyFile);
        Assert.DoesNotContain(Convert.ToBase64String(plain.Keys["k1"]), file, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToBase64String(plain.MatchKeys[0]), file, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => KeyRing.Read(school.KeyFile, new FileGuard()));
        var (wrongCode, _, wrong) = await TryAsync(school, kms.Settings("0000"), "show");
        Assert.Equal(1, wrongCode);
        Assert.Contains("CKR_PIN_INCORRECT", wrong, StringComparison.Ordinal);
        Assert.DoesNotContain("0000", wrong, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dump_of_the_database_holds_no_secret_in_the_clear()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        await TwoFormsAsync(school);
        await school.Database.ExecuteAsync("create table planted as select 'AB-planted' as value");

        var dump = await DumpAsync(school);

        // what must be in it is, so the dump is one of this database
        Assert.Contains("AB-planted", dump, StringComparison.Ordinal);
        Assert.Contains("12 Lakshmi Road", dump, StringComparison.Ordinal);
        foreach (var secret in (string[])[Aadhaar, "9999 9999 0019", Apaar, Allergy, "Quillamara", "9822054321", "health.bloodGroup\tAB-", Certificate, "child.disability\tyes", "child.impairment\tlow_vision", "\"impairment\":\"low_vision\"", "sought.rteGround\tdisability"])
        {
            Assert.DoesNotContain(secret, dump, StringComparison.Ordinal);
            Assert.DoesNotContain(Convert.ToHexStringLower(Encoding.UTF8.GetBytes(secret)), dump, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Every_column_of_seals_is_known_to_the_rotation()
    {
        await using var database = await cluster.NewDatabaseAsync();
        var known = SealedColumns.All.Select(column => $"{column.Table}.{column.Column}").Order(StringComparer.Ordinal);

        var there = await database.ScalarAsync<string[]>("""
            select array_agg(format('%s.%s.%s', table_schema, table_name, column_name) order by format('%s.%s.%s', table_schema, table_name, column_name) collate "C")
            from information_schema.columns where data_type = 'bytea' and column_name ~ 'sealed'
            """);

        Assert.Equal(known, there);
    }

    private static async Task<(ApplicationId Draft, ApplicationId Submitted)> TwoFormsAsync(TestSchool school)
    {
        var submitted = await school.ADraftAsync(fields: Form);
        Assert.Null(await school.Drafts.SubmitAsync(school.Parent, submitted, None));
        return (await school.ADraftAsync(fields: Form), submitted);
    }

    private static async Task ASessionKeyAsync(TestSchool school) =>
        await school.Database.ExecuteAsync($"insert into auth.data_protection_key (xml) values ('<key><sealedKey>{Convert.ToBase64String(school.Seal.Seal(SealedColumns.SessionKeyPurpose, "<k/>"))}</sealedKey></key>')");

    private static Task<byte[]?> HashAsync(TestSchool school) => school.Database.ScalarAsync<byte[]>("select aadhaar_hash from admissions.applicant");

    // what another key than this one sealed
    private static async Task<string> KeysNotAsync(TestSchool school, string id)
    {
        var others = new List<string>();
        foreach (var column in SealedColumns.All)
        {
            await using var source = NpgsqlDataSource.Create(TestCluster.Unpooled(school.Database.SuperuserConnection));
            await using var command = source.CreateCommand($"select {column.Column} from {column.Table} where {column.Column} is not null");
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                if (FieldSeal.KeyIdOf(reader.GetFieldValue<byte[]>(0)) != id)
                {
                    others.Add($"{column.Table}.{column.Column}");
                }
            }
        }

        var xml = await school.Database.ScalarAsync<string>("select max(xml) from auth.data_protection_key");
        if (xml is not null && FieldSeal.KeyIdOf(Convert.FromBase64String(xml["<key><sealedKey>".Length..^"</sealedKey></key>".Length])) != id)
        {
            others.Add("auth.data_protection_key");
        }

        return string.Join(", ", others.Distinct(StringComparer.Ordinal));
    }

    private static async Task<string> RunAsync(TestSchool school, params string[] words)
    {
        var (code, output, error) = await TryAsync(school, [], words);
        Assert.True(code == 0, error);
        return output;
    }

    private static Task<(int Code, string Output, string Error)> TryAsync(TestSchool school, string[] settings, params string[] words) => TestCommand.RunAsync(
        ["keys", .. words],
        [
            "ConnectionStrings__Vise=" + school.Database.AppConnection, "ConnectionStrings__ViseAuth=" + school.Database.AuthConnection,
            "ConnectionStrings__ViseOwner=" + school.Database.OwnerConnection, "Secrets__KeyFile=" + Path.GetFullPath(school.KeyFile), .. settings,
        ]);

    private static async Task<string> DumpAsync(TestSchool school)
    {
        var binaries = await PostgresBinaries.FindAsync(null, None);
        var login = new NpgsqlConnectionStringBuilder(school.Database.SuperuserConnection);
        var info = new ProcessStartInfo(Path.Combine(binaries.Folder, "pg_dump"), ["--host", login.Host!, "--port", login.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), "--username", login.Username!, login.Database!])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        info.Environment["PGPASSWORD"] = login.Password;
        using var process = Process.Start(info)!;
        var error = process.StandardError.ReadToEndAsync();
        var dump = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await error);
        return dump;
    }
}
