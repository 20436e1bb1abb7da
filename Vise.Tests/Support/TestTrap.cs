using Npgsql;

namespace Vise.Tests.Support;

/// <summary>
/// Stops whoever is about to write a certain row, inside the transaction, until it is killed: a trigger of the test's own waits for an advisory
/// lock that the test holds. The product knows nothing of it.
/// </summary>
public sealed class TestTrap : IAsyncDisposable
{
    private readonly TestDatabase _database;
    private readonly NpgsqlConnection _holder;

    private TestTrap(TestDatabase database, NpgsqlConnection holder) => (_database, _holder) = (database, holder);

    public static async Task<TestTrap> LayAsync(TestDatabase database)
    {
        await database.ExecuteAsync("""
            create schema trap;
            create table trap.armed (target text, condition text);
            create function trap.spring() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
            declare armed record; hit boolean;
            begin
              for armed in select * from trap.armed where target = tg_table_name loop
                execute 'select ' || armed.condition into hit using case when tg_op = 'UPDATE' then to_jsonb(old) else '{}' end, to_jsonb(new);
                if hit then
                  perform pg_advisory_xact_lock(4711);
                end if;
              end loop;
              return new;
            end $$;
            create trigger zz_trap before insert or update on admissions.outbox for each row execute function trap.spring();
            create trigger zz_trap before insert or update on admissions.notification for each row execute function trap.spring();
            create trigger zz_trap before insert or update on admissions.mailbox_message for each row execute function trap.spring();
            create trigger zz_trap before insert or update on users.application for each row execute function trap.spring();
            """);
        var holder = new NpgsqlConnection(TestCluster.Unpooled(database.SuperuserConnection));
        await holder.OpenAsync();
        await using var hold = new NpgsqlCommand("select pg_advisory_lock(4711)", holder);
        await hold.ExecuteNonQueryAsync();
        return new TestTrap(database, holder);
    }

    /// <summary>Arms it for rows of a table; in the condition <c>$1</c> is the row before, <c>$2</c> after, as jsonb.</summary>
    public Task ArmAsync(string table, string condition) => _database.ExecuteAsync($"insert into trap.armed values ('{table}', $c${condition}$c$)");

    /// <summary>Whether somebody stands in it.</summary>
    public Task<bool> HoldsAsync() => _database.ScalarAsync<bool>("select exists (select from pg_locks where locktype = 'advisory' and objid = 4711 and not granted and database = (select oid from pg_database where datname = current_database()))");

    /// <summary>Ends the transaction of whoever was killed in it, as the server does when it notices, and disarms it.</summary>
    public Task DisarmAsync() => _database.ExecuteAsync("""
        delete from trap.armed;
        select pg_terminate_backend(pid, 5000) from pg_locks where locktype = 'advisory' and objid = 4711 and not granted and database = (select oid from pg_database where datname = current_database())
        """);

    public ValueTask DisposeAsync() => _holder.DisposeAsync();
}
