using Npgsql;

namespace Vise.Data.Operations.Seed;

/// <summary>
/// Inserts staged rows of a group of tables, as the owner under its own policies. The row triggers (guards, trail) are switched off inside the
/// transaction: nobody else ever sees them off, since the lock that this takes keeps other writers of these tables waiting until it ends, a second or
/// two, and readers go on. What the guards hold is checked for the whole piece at once, and the trail tells of the piece once a branch.
/// </summary>
internal sealed class SeedLane(NpgsqlConnection connection, string[] tables, string sql)
{
    private const int MostTries = 200;

    // plans of foreign keys are kept for the session: made while a table is small they would read it whole ever after
    private const string Session = "set enable_seqscan = off; set jit = off; set synchronize_seqscans = off; set synchronous_commit = off; set statement_timeout = 0; set client_min_messages = warning";

    private string? _off;
    private string? _on;

    /// <summary>Tables of the first part of a piece.</summary>
    public static string[] First { get; } =
    [
        "users.application", "admissions.applicant", "users.parent", "users.sibling", "users.academic", "admissions.correction", "admissions.document", "admissions.application_event",
        "admissions.seat", "users.student", "finance.payment",
    ];

    public static string[] Rest { get; } = ["admissions.draft_field"];

    public async Task OpenAsync(CancellationToken ct)
    {
        await connection.OpenAsync(ct);
        await ExecuteAsync(Session, ct);
        await using var ask = new NpgsqlCommand("""
            select string_agg(format('alter table %s disable trigger %I', t.tgrelid::regclass, t.tgname), '; ' order by array_position($1::regclass[], t.tgrelid::regclass)),
              string_agg(format('alter table %s enable trigger %I', t.tgrelid::regclass, t.tgname), '; ')
            from pg_trigger t where t.tgrelid = any($1::regclass[]) and not t.tgisinternal and t.tgenabled = 'O' and t.tgtype & 5 = 5
            """, connection);
        ask.Parameters.Add(new() { Value = tables });
        await using var row = await ask.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct);
        (_off, _on) = (row.IsDBNull(0) ? "" : row.GetString(0), row.IsDBNull(1) ? "" : row.GetString(1));
    }

    /// <summary>Inserts a slot's rows and notes the piece as done, in one transaction.</summary>
    public async Task RunAsync(int slot, string note, CancellationToken ct)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await using var transaction = await connection.BeginTransactionAsync(ct);
                // gives way before a deadlock would end somebody else's transaction
                await ExecuteAsync($"set local lock_timeout = '500ms'; {_off}; set local lock_timeout = 0", ct);
                await ExecuteAsync(sql.Replace("{slot}", slot.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal), ct);
                await ExecuteAsync($"{_on}; {note}", ct);
                await transaction.CommitAsync(ct);
                return;
            }
            catch (PostgresException e) when (tries < MostTries && e.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), ct);
            }
        }
    }

    private async Task ExecuteAsync(string statements, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(statements, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(ct);
    }
}
