using Npgsql;

namespace Vise.Data.Operations.Seed;

/// <summary>Why made data can't be loaded; one sentence.</summary>
public sealed class SeedException(string message) : Exception(message);

/// <summary>How far a load has come.</summary>
/// <param name="Done">Applications that are there whole.</param>
/// <param name="Total">How many it will be.</param>
/// <param name="Before">Of those done, how many an earlier run brought.</param>
public sealed record SeedProgress(int Done, int Total, int Before);

/// <summary>
/// What a database knows of its made data: the order, and which pieces are there. A piece is noted in the transaction that brings it, so a load that
/// was stopped or killed anywhere goes on with what is missing, and ends as if it had never been stopped.
/// </summary>
internal sealed class SeedRun(NpgsqlConnection connection)
{
    // the layout of the data: another one could not go on with what this one began
    private const int Version = 1;

    private const string Tables = """
        create schema if not exists seed;
        create table if not exists seed.run (
          version int not null, scale text not null, applications int not null, number bigint not null, day date not null,
          started_time timestamptz not null default now(), finished_time timestamptz, one boolean primary key default true check (one));
        create table if not exists seed.session (academic_year text primary key, opens_time timestamptz not null, closes_time timestamptz not null, ends_time timestamptz not null);
        create table if not exists seed.piece (piece int primary key, first_time timestamptz, rest_time timestamptz);
        """;

    /// <summary>Makes the tables and takes the lock that keeps a second load away, until the connection closes.</summary>
    public async Task OpenAsync(CancellationToken ct)
    {
        // one that has just ended or was killed lets go when the server notices
        for (var left = 50; await ScalarAsync<bool>("select pg_try_advisory_lock(4202)", ct) is false; left--)
        {
            if (left == 0)
            {
                throw new SeedException("Another seed is at work on this database.");
            }

            await Task.Delay(100, ct);
        }

        await ExecuteAsync(Tables, ct);
    }

    /// <summary>The database's day in India.</summary>
    public Task<DateOnly> TodayAsync(CancellationToken ct) => ScalarAsync<DateOnly>("select (isolation.clock() at time zone 'Asia/Kolkata')::date", ct);

    /// <summary>The order whose data are here, wholly or in part; null when there is none.</summary>
    public async Task<(SeedOrder Order, bool Finished)?> FindAsync(CancellationToken ct)
    {
        await using var ask = new NpgsqlCommand("select version, scale, applications, number, day, finished_time is not null from seed.run", connection);
        await using var row = await ask.ExecuteReaderAsync(ct);
        if (!await row.ReadAsync(ct))
        {
            return null;
        }

        return row.GetInt32(0) == Version && SeedScale.Find(row.GetString(1)) is { } scale
            ? (new SeedOrder(scale, row.GetInt32(2), row.GetInt64(3), row.GetFieldValue<DateOnly>(4)), row.GetBoolean(5))
            : throw new SeedException("This database holds made data of another version of VISE.");
    }

    /// <summary>Begins a load, unless schools of the plan are there already.</summary>
    public async Task BeginAsync(SeedPlan plan, CancellationToken ct)
    {
        var schools = plan.Branches.SelectMany(branch => Enumerable.Range(0, branch.Schools).Select(which => branch.Id.Value + SeedSchools.CodeOf(which))).ToArray();
        await using var taken = new NpgsqlCommand("select branch_id || institution_code from codes.institution where branch_id || institution_code = any($1) limit 1", connection);
        taken.Parameters.Add(new() { Value = schools });
        if (await taken.ExecuteScalarAsync(ct) is string school)
        {
            throw new SeedException($"There is a school {school} already, which the made network would have too; take a database of its own.");
        }

        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var begin = new NpgsqlCommand("insert into seed.run (version, scale, applications, number, day) values ($1, $2, $3, $4, $5)", connection);
        foreach (var value in (object[])[Version, plan.Order.Scale.Name, plan.Order.Applications, plan.Order.Number, plan.Order.Day])
        {
            begin.Parameters.Add(new() { Value = value });
        }

        await begin.ExecuteNonQueryAsync(ct);
        foreach (var session in plan.Sessions)
        {
            await using var add = new NpgsqlCommand(
                "insert into seed.session select $1, $2::timestamp at time zone 'Asia/Kolkata', ($3 + 1)::timestamp at time zone 'Asia/Kolkata', ($4 + 1)::timestamp at time zone 'Asia/Kolkata'", connection);
            foreach (var value in (object[])[session.Year.ToString(), session.Opens, session.Closes, session.Ends])
            {
                add.Parameters.Add(new() { Value = value });
            }

            await add.ExecuteNonQueryAsync(ct);
        }

        // the network keeps the sessions that cycles are held for
        await using var keep = new NpgsqlCommand(
            """
            insert into codes.academic_year (academic_year, from_day, to_day, open_for_cycles)
            select academic_year, make_date(left(academic_year, 4)::int, 4, 1), make_date(left(academic_year, 4)::int + 1, 3, 31), closes_time > isolation.clock() from seed.session
            on conflict do nothing
            """, connection);
        await keep.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>The pieces that came at least in part, and whether the rest of each came too.</summary>
    public async Task<Dictionary<int, bool>> PiecesAsync(CancellationToken ct)
    {
        await using var ask = new NpgsqlCommand("select piece, rest_time is not null from seed.piece", connection);
        await using var rows = await ask.ExecuteReaderAsync(ct);
        Dictionary<int, bool> pieces = [];
        while (await rows.ReadAsync(ct))
        {
            pieces[rows.GetInt32(0)] = rows.GetBoolean(1);
        }

        return pieces;
    }

    public Task ExecuteAsync(string sql, CancellationToken ct) => ScalarAsync<object>(sql, ct);

    private async Task<T?> ScalarAsync<T>(string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        return await command.ExecuteScalarAsync(ct) is T value ? value : default;
    }
}
