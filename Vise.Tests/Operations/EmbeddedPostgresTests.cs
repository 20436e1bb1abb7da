using Npgsql;
using Vise.Tests.Support;
using Vise.Web.Local;
using Vise.Web.Operations;
using Xunit;

namespace Vise.Tests.Operations;

public class EmbeddedPostgresTests
{
    [Fact]
    public async Task The_cluster_survives_a_kill_of_its_server_with_its_data_and_its_port()
    {
        using var folder = new TestFolder();
        // as people run it: the throw-away kind may lose its last commits
        var options = OptionsIn(folder) with { Throwaway = false };
        var first = await EmbeddedPostgres.StartAsync(options);
        await RunAsync(first.Logins().Owner, "create table pupils (name text)");
        await RunAsync(first.Logins().Owner, "insert into pupils values ('Asha')");
        ServerProcess.Send(first.ProcessId!.Value, ServerProcess.Kill);
        await first.DisposeAsync();

        await using var second = await EmbeddedPostgres.StartAsync(options);

        Assert.Equal("Asha", await RunAsync(second.Logins().Owner, "select name from pupils"));
        Assert.Equal(first.Port, second.Port);
    }

    [Fact]
    public async Task A_stale_pid_file_that_names_a_living_stranger_does_not_stop_a_start()
    {
        using var folder = new TestFolder();
        var options = OptionsIn(folder);
        await using (await EmbeddedPostgres.StartAsync(options))
        {
        }

        await File.WriteAllTextAsync(Path.Combine(options.Folder, "data", "postmaster.pid"), $"{Environment.ProcessId}\n");
        await using var again = await EmbeddedPostgres.StartAsync(options);

        Assert.Equal("1", await RunAsync(again.Superuser(), "select '1'"));
    }

    [Fact]
    public async Task A_second_VISE_on_the_same_folder_is_refused_in_one_sentence_but_may_look_in()
    {
        using var folder = new TestFolder();
        await using var first = await EmbeddedPostgres.StartAsync(OptionsIn(folder));

        var refusal = await Assert.ThrowsAsync<SettingsException>(() => EmbeddedPostgres.StartAsync(OptionsIn(folder)));
        await using var guest = await EmbeddedPostgres.FindRunningAsync(OptionsIn(folder).Folder);

        Assert.StartsWith("Another VISE already runs on ", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("1", await RunAsync(guest!.Superuser(), "select '1'"));
    }

    [Fact]
    public async Task Passwords_are_asked_for_and_only_we_can_read_them()
    {
        using var folder = new TestFolder();
        await using var cluster = await EmbeddedPostgres.StartAsync(OptionsIn(folder));
        var wrong = new NpgsqlConnectionStringBuilder(cluster.Superuser()) { Password = "wrong", Pooling = false }.ConnectionString;

        var refusal = await Assert.ThrowsAsync<PostgresException>(() => RunAsync(wrong, "select 1"));

        Assert.Equal(PostgresErrorCodes.InvalidPassword, refusal.SqlState);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(OptionsIn(folder).Folder, "passwords.json")));
        }
    }

    private static EmbeddedPostgresOptions OptionsIn(TestFolder folder) =>
        new(Path.Combine(folder.Path, "postgres"), Path.Combine(folder.Path, "logs", "postgres.log"), Throwaway: true);

    private static async Task<string?> RunAsync(string connection, string sql)
    {
        await using var source = NpgsqlDataSource.Create(TestCluster.Unpooled(connection));
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync() as string;
    }
}
