using Npgsql;

namespace Vise.Data;

/// <summary>The app's connections to PostgreSQL.</summary>
public static class ViseSource
{
    /// <summary>How many statements a connection keeps prepared, where the connection string does not say (<c>Max Auto Prepare</c>).</summary>
    private const int StatementsKept = 200;

    /// <summary>
    /// Opens the pool. Statements that come again are prepared. That saves their parsing and planning, and more: a connection with nothing prepared is cleaned between
    /// two users by <c>DISCARD ALL</c>, which throws away the plans of every function and trigger too, so that each transaction would plan all of them anew.
    /// </summary>
    public static NpgsqlDataSource Open(string connection)
    {
        var source = new NpgsqlDataSourceBuilder(connection) { Name = "vise" };
        if (!new NpgsqlConnectionStringBuilder(connection).ShouldSerialize("Max Auto Prepare"))
        {
            source.ConnectionStringBuilder.MaxAutoPrepare = StatementsKept;
        }

        return source.Build();
    }
}
