using Npgsql;
using Vise.Data.Migrations;
using Vise.Tests.Support;
using Xunit;

namespace Vise.Tests.Operations;

public class MigrationTests(TestCluster cluster)
{
    [Fact]
    public async Task A_second_migration_changes_nothing()
    {
        await using var database = await cluster.NewBareDatabaseAsync();

        var first = await Migrator.MigrateAsync(database.Logins);
        var second = await Migrator.MigrateAsync(database.Logins);

        Assert.NotEmpty(first);
        Assert.Empty(second);
        Assert.NotNull(await Migrator.VersionAsync(database.OwnerConnection));
    }

    [Fact]
    public async Task Two_nodes_that_migrate_at_once_apply_each_file_once()
    {
        await using var database = await cluster.NewBareDatabaseAsync();

        var both = await Task.WhenAll(
            Task.Run(() => Migrator.MigrateAsync(database.Logins)), Task.Run(() => Migrator.MigrateAsync(database.Logins)));

        var files = Directory.GetFiles(Migrator.Folder, "*.sql").Length;
        Assert.Equal(files, both.Sum(applied => applied.Count));
    }

    [Fact]
    public async Task The_apps_logins_read_no_table_without_a_role()
    {
        await using var database = await cluster.NewDatabaseAsync();
        await using var superuser = NpgsqlDataSource.Create(TestCluster.Unpooled(database.SuperuserConnection));
        var tables = new List<string>();
        await using (var list = superuser.CreateCommand("""
            select format('%I.%I', n.nspname, c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
            """))
        await using (var reader = await list.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                tables.Add(reader.GetString(0));
            }
        }

        Assert.Contains("public.schema_version", tables, StringComparer.Ordinal);
        foreach (var table in tables)
        {
            var refused = await Assert.ThrowsAsync<PostgresException>(() => database.ScalarAsync<object>($"select * from {table}", database.AppConnection));
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        }

        await Assert.ThrowsAsync<PostgresException>(() => database.ScalarAsync<object>("select * from public.schema_version", database.AuthConnection));
    }

    [Theory]
    [InlineData("vise_app")]
    [InlineData("vise_auth")]
    public async Task The_apps_logins_inherit_nothing_and_bypass_nothing(string login)
    {
        await using var database = await cluster.NewDatabaseAsync();

        Assert.True(await database.ScalarAsync<bool>(
            $"select not (rolinherit or rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication) from pg_roles where rolname = '{login}'"));
    }

    [Fact]
    public async Task A_migration_that_fails_is_named_with_its_reason_and_leaves_nothing_behind()
    {
        await using var database = await cluster.NewBareDatabaseAsync();
        using var folder = new TestFolder();
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "V001__good.sql"), "create table good (a int);");
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "V002__bad.sql"), "create table half (a int);\ninsert into nowhere values (1);");

        var failure = await Assert.ThrowsAsync<MigrationException>(() => Migrator.MigrateAsync(database.Logins, folder.Path));

        Assert.Contains("V002__bad.sql", failure.Message, StringComparison.Ordinal);
        Assert.Contains("\"nowhere\" does not exist", failure.Message, StringComparison.Ordinal);
        Assert.False(await database.ScalarAsync<bool>("select to_regclass('half') is not null"));
        Assert.Equal("001", await Migrator.VersionAsync(database.OwnerConnection));
    }

    [Fact]
    public async Task A_login_of_another_name_is_refused_in_one_sentence()
    {
        await using var database = await cluster.NewDatabaseAsync();
        var logins = database.Logins with { App = DatabaseLogins.SameWith(database.AppConnection, "someone") };

        var failure = await Assert.ThrowsAsync<MigrationException>(() => Migrator.MigrateAsync(logins));

        Assert.Equal("ConnectionStrings:Vise must sign in as vise_app, the login that the migrations grant to, not as 'someone'.", failure.Message);
    }
}
