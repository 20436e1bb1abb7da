using Npgsql;
using Vise.Data;
using Vise.Tests.Support;
using Xunit;

namespace Vise.Tests.Schema;

public class ConnectionsTests(TestCluster cluster)
{
    private const string Asked = "select 41 + $1";

    [Fact]
    public async Task A_connection_that_is_given_back_keeps_its_statements_prepared_and_nothing_of_who_used_it()
    {
        await using var database = await cluster.NewDatabaseAsync();
        await using var source = ViseSource.Open(database.AppConnection + ";Maximum Pool Size=1");
        for (var time = 0; time < 6; time++)
        {
            await using var used = await source.OpenConnectionAsync();
            await using var command = new NpgsqlCommand(Asked, used) { Parameters = { new() { Value = 1 } } };
            Assert.Equal(42, await command.ExecuteScalarAsync());
            await using var left = new NpgsqlCommand("set vise.account = 'somebody'; set role vise_staff", used);
            await left.ExecuteNonQueryAsync();
        }

        await using var next = await source.OpenConnectionAsync();
        Assert.Equal(1L, await ScalarAsync(next, $"select count(*) from pg_prepared_statements where statement = '{Asked}'"));
        Assert.Equal("", await ScalarAsync(next, "select current_setting('vise.account', true)"));
        Assert.Equal("none", await ScalarAsync(next, "select current_setting('role')"));
    }

    [Fact]
    public async Task A_pooler_that_cannot_keep_statements_is_spared_them()
    {
        await using var database = await cluster.NewDatabaseAsync();
        await using var source = ViseSource.Open(database.AppConnection + ";Max Auto Prepare=0");
        Assert.Equal(0, new NpgsqlConnectionStringBuilder(source.ConnectionString).MaxAutoPrepare);
    }

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
