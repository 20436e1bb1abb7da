using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Npgsql;
using Vise.Data;
using Vise.Tests.Support;
using Xunit;

namespace Vise.Tests.Operations;

public class SlowQueryTests(TestCluster cluster)
{
    [Fact]
    public async Task A_query_of_more_than_a_second_is_told_by_its_name_alone()
    {
        await using var database = await cluster.NewDatabaseAsync();
        await using var source = NpgsqlDataSource.Create(database.AppConnection);
        var told = new Told();
        var branches = new BranchDb(source, told);
        var secret = "Asha Ramesh Patil";

        await branches.ReadPublicAsync(db => db.Database.SqlQuery<string>($"""select {secret} as "Value" from pg_sleep(0.1)""").ToListAsync(), CancellationToken.None);
        Assert.Empty(told.Lines);
        await branches.ReadPublicAsync(db => db.Database.SqlQuery<string>($"""select {secret} as "Value" from pg_sleep(1.05)""").ToListAsync(), CancellationToken.None);

        var line = Assert.Single(told.Lines);
        Assert.StartsWith($"The query {nameof(SlowQueryTests)}.A_query_of_more_than_a_second_is_told_by_its_name_alone took 1.", line, StringComparison.Ordinal);
        Assert.DoesNotContain("Asha", line, StringComparison.Ordinal);
        Assert.DoesNotContain("select", line, StringComparison.Ordinal);
    }

    private sealed class Told : ILogger<BranchDb>
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add(formatter(state, exception));
    }
}
