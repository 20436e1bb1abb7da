using Microsoft.EntityFrameworkCore;
using Npgsql;
using Vise.Data;
using Vise.Tests.Support;
using Xunit;

namespace Vise.Tests.Schema;

/// <summary>The rules of SPEC 2 and 4 read from the database's own catalogue, each seen to find a planted violation.</summary>
public class CatalogueTests(TestCluster cluster)
{
    /// <summary>The few tables of the whole network; every other table of ours holds a branch's data.</summary>
    private const string NetworkWide = """
        'codes.geographic', 'codes.term', 'codes.age_rule', 'codes.income_cap', 'users.account', 'users.access_grant', 'users.invitation', 'users.session', 'users.erasure_request', 'users.idempotency_key', 'admissions.lifecycle',
        'users.one_time_code', 'users.post', 'users.mailbox_message', 'codes.change', 'codes.academic_year', 'codes.history'
        """;

    private const string OurSchemas = "'codes', 'users', 'admissions', 'finance', 'academic'";

    private const string TableWithoutBranch = $"""
        select n.nspname || '.' || c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname in ({OurSchemas}) and c.relkind in ('r', 'p') and n.nspname || '.' || c.relname not in ({NetworkWide})
          and not exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'branch_id' and a.attnotnull
            and format_type(a.atttypid, a.atttypmod) = 'character varying(6)' and a.attcollation = '"C"'::regcollation)
        """;

    // reference tables of the network are the one kind of target that has no branch_id to start with
    private const string KeyWithoutBranchFirst = $"""
        select k.conrelid::regclass || ' ' || k.conname from pg_constraint k join pg_namespace n on n.oid = k.connamespace
        where n.nspname in ({OurSchemas}) and k.contype in ('p', 'u', 'f')
          and exists (select from pg_attribute a where a.attrelid = k.conrelid and a.attname = 'branch_id')
          and not (k.contype = 'f' and k.confrelid::regclass::text in ({NetworkWide}))
          and (select attname from pg_attribute where attrelid = k.conrelid and attnum = k.conkey[1]) <> 'branch_id'
        union all
        select i.indrelid::regclass || ' ' || i.indexrelid::regclass from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
        where n.nspname in ({OurSchemas}) and i.indisunique and exists (select from pg_attribute a where a.attrelid = i.indrelid and a.attname = 'branch_id')
          and (select attname from pg_attribute where attrelid = i.indrelid and attnum = i.indkey[0]) is distinct from 'branch_id'
        """;

    private const string TableWithoutForcedRowSecurity = $"""
        select n.nspname || '.' || c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname in ({OurSchemas}) and c.relkind in ('r', 'p') and not (c.relrowsecurity and c.relforcerowsecurity)
        """;

    private const string ReadableView = """
        select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
          and (c.relkind = 'm' or (c.relkind = 'v' and not coalesce('security_invoker=true' = any(c.reloptions) or 'security_invoker=on' = any(c.reloptions), false)))
        """;

    private const string OwnedByTheApp = """
        select c.oid::regclass::text from pg_class c where pg_get_userbyid(c.relowner) in ('vise_app', 'vise_auth')
        union all select nspname from pg_namespace where pg_get_userbyid(nspowner) in ('vise_app', 'vise_auth')
        union all select p.oid::regprocedure::text from pg_proc p where pg_get_userbyid(p.proowner) in ('vise_app', 'vise_auth')
        """;

    // only what must act above the caller's own rights, each with a search path of its own
    private const string UnknownDefiner = """
        select p.oid::regprocedure::text from pg_proc p join pg_namespace n on n.oid = p.pronamespace
        where p.prosecdef and n.nspname not in ('pg_catalog', 'information_schema')
          and (p.proname not in ('grant_stands', 'take_id', 'figures', 'take_receipt', 'write_trail', 'leave_trail', 'leave_refusal', 'note_freed_seat', 'may_give', 'guard_last_admin', 'keep_guardian', 'note_change', 'note_step', 'write_history', 'note_cycle_change', 'cycle_counts', 'answered_questions', 'set_seats', 'write_school_keys', 'free_seats', 'is_enrolled', 'lapse_amendment', 'guard_filed', 'guard_shown_name', 'take_replaced_out', 'erase', 'erase_ties', 'shut_account', 'close_account', 'guard_shut')
            or not exists (select from unnest(p.proconfig) setting where setting like 'search_path=%'))
        """;

    private const string PublicMayRun = $"""
        select p.oid::regprocedure::text from pg_proc p join pg_namespace n on n.oid = p.pronamespace
        where n.nspname in ({OurSchemas}, 'isolation') and has_function_privilege('vise_app', p.oid, 'execute') and p.prosecdef
        """;

    // what is made out of the record beside it: keys to find it by, effects, messages about it; a request to erase it; the trail itself; files on their way, whose document has its line there once they are in
    private const string NoRecord = """
        'admissions.search_key', 'admissions.outbox', 'admissions.notification', 'admissions.trail', 'admissions.upload', 'users.idempotency_key', 'users.erasure_request'
        """;

    private const string RecordWithoutTrail = $"""
        select distinct n.nspname || '.' || c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
        where n.nspname in ({OurSchemas}) and c.relkind in ('r', 'p') and a.attname in ('application_id', 'enrollment_id') and n.nspname || '.' || c.relname not in ({NoRecord})
          and 2 <> (select count(*) from pg_trigger t join pg_proc p on p.oid = t.tgfoid
            where t.tgrelid = c.oid and t.tgenabled = 'O' and ((p.proname = 'write_trail' and t.tgtype = 29) or (p.proname = 'refuse_truncate' and t.tgtype = 34)))
        """;

    // SPEC 4
    private static readonly string[] Contract =
    [
        "id uuid", "application_id varchar(16)", "enrollment_id varchar(16)", "application_status text", "state_code varchar(2)", "district_code varchar(2)",
        "branch_code varchar(2)", "institution_code varchar(2)", "academic_year varchar(9)", "created_time timestamp with time zone", "updated_time timestamp with time zone",
        "submitted_time timestamp with time zone", "reviewed_time timestamp with time zone", "reviewer_name text", "draft_expires_time timestamp with time zone",
        "last_expiry_check_time timestamp with time zone", "expiry_processed boolean", "offer_issued_time timestamp with time zone", "offer_response_time timestamp with time zone",
        "fees_paid_time timestamp with time zone", "enrolled_time timestamp with time zone", "branch_id varchar(6)", "account_id uuid",
        "offer_expires_time timestamp with time zone", "fees_due_time timestamp with time zone",
        "chk_application_id_format", "chk_application_status_values", "users.idx_application_status", "users.idx_application_codes", "users.idx_application_draft_expiry",
    ];

    public static TheoryData<string, string, string> Rules => new()
    {
        { nameof(TableWithoutBranch), TableWithoutBranch, "create table admissions.planted (id int primary key); alter table admissions.planted enable row level security; alter table admissions.planted force row level security" },
        { nameof(KeyWithoutBranchFirst), KeyWithoutBranchFirst, "alter table admissions.document add constraint planted unique (document_id)" },
        { nameof(KeyWithoutBranchFirst) + " index", KeyWithoutBranchFirst, "create unique index planted on users.student (enrollment_id)" },
        { nameof(KeyWithoutBranchFirst) + " foreign key", KeyWithoutBranchFirst, "alter table codes.branch add constraint other unique (branch_code, branch_id); alter table admissions.cycle add planted varchar(2) collate \"C\", add foreign key (planted, branch_id) references codes.branch (branch_code, branch_id)" },
        { nameof(TableWithoutForcedRowSecurity), TableWithoutForcedRowSecurity, "alter table users.parent no force row level security" },
        { nameof(ReadableView), ReadableView, "create view admissions.planted as select * from users.application" },
        { nameof(ReadableView) + " materialised", ReadableView, "create materialized view admissions.planted as select * from users.application" },
        { nameof(OwnedByTheApp), OwnedByTheApp, "create table admissions.planted (branch_id varchar(6)); alter table admissions.planted owner to vise_app" },
        { nameof(UnknownDefiner), UnknownDefiner, "create function admissions.planted() returns int language sql security definer as 'select 1'" },
        { nameof(PublicMayRun), PublicMayRun, "grant execute on function admissions.take_id(text, text, text, text) to public" },
        { nameof(RecordWithoutTrail), RecordWithoutTrail, "create table users.planted (branch_id varchar(6) collate \"C\" not null, application_id varchar(16))" },
        { nameof(RecordWithoutTrail) + " switched off", RecordWithoutTrail, "alter table users.parent disable trigger trail" },
        { nameof(RecordWithoutTrail) + " inserts only", RecordWithoutTrail, "drop trigger trail on finance.payment; create trigger trail after insert on finance.payment for each row execute function admissions.write_trail('receipt_no')" },
    };

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task The_rule_holds_and_finds_a_planted_violation(string rule, string search, string plant)
    {
        await using var database = await cluster.NewDatabaseAsync();

        Assert.Empty(await FindAsync(database, search));
        await database.ExecuteAsync(plant);
        Assert.NotEmpty(await FindAsync(database, search));
        Assert.NotEmpty(rule);
    }

    [Theory]
    [InlineData("alter table users.parent rename occupation to work", "users.parent.occupation is not in the database")]
    [InlineData("alter table users.parent alter occupation set not null", "users.parent.occupation may be null in the model only")]
    [InlineData("alter table users.parent drop constraint parent_pkey", "users.parent has another key")]
    public async Task The_model_is_the_databases_catalogue(string plant, string found)
    {
        await using var database = await cluster.NewDatabaseAsync();

        Assert.Empty(await ModelFaultsAsync(database));
        await database.ExecuteAsync(plant);
        Assert.Equal([found], await ModelFaultsAsync(database));
    }

    [Theory]
    [InlineData("alter table users.application rename reviewer_name to reviewer", "reviewer_name text")]
    [InlineData("alter table users.application alter academic_year type text", "academic_year varchar(9)")]
    [InlineData("alter table users.application drop constraint chk_application_status_values", "chk_application_status_values")]
    [InlineData("drop index users.idx_application_codes", "users.idx_application_codes")]
    public async Task Applications_keep_the_columns_names_and_checks_of_the_contract(string plant, string missing)
    {
        await using var database = await cluster.NewDatabaseAsync();

        Assert.Empty(await MissingOfContractAsync(database));
        await database.ExecuteAsync(plant);
        Assert.Equal([missing], await MissingOfContractAsync(database));
    }

    [Fact]
    public async Task Reference_codes_are_there()
    {
        await using var database = await cluster.NewDatabaseAsync();

        Assert.Equal(36L, await database.ScalarAsync<long>("select count(*) from codes.geographic where district_code = '00'"));
        Assert.Equal(733L, await database.ScalarAsync<long>("select count(*) from codes.geographic where district_code <> '00'"));
        Assert.Equal("Pune", await database.ScalarAsync<string>("select name from codes.geographic where state_code = '27' and district_code = '25'"));
        Assert.Equal("महाराष्ट्र", await database.ScalarAsync<string>("select names ->> 'hi' from codes.geographic where state_code = '27' and district_code = '00'"));
    }

    private static async Task<string[]> FindAsync(TestDatabase database, string search) =>
        await database.ScalarAsync<string[]>($"select array_agg(found) from ({search}) as rows (found)") ?? [];

    private static async Task<List<string>> ModelFaultsAsync(TestDatabase database)
    {
        await using var app = NpgsqlDataSource.Create(TestCluster.Unpooled(database.AppConnection));
        List<string> faults = [];
        foreach (var entity in new BranchDb(app).Model.GetEntityTypes().Where(entity => entity.GetTableName() is not null))
        {
            var table = $"{entity.GetSchema()}.{entity.GetTableName()}";
            foreach (var property in entity.GetProperties())
            {
                var column = property.GetColumnName();
                var found = column == "xmin" ? "NO" : await database.ScalarAsync<string>(
                    $"select is_nullable from information_schema.columns where table_schema || '.' || table_name = '{table}' and column_name = '{column}'");
                if (found is null)
                {
                    faults.Add($"{table}.{column} is not in the database");
                }
                else if (property.IsNullable && found == "NO" && column != "xmin")
                {
                    faults.Add($"{table}.{column} may be null in the model only");
                }
            }

            var key = await database.ScalarAsync<string>($"""
                select string_agg(a.attname, ',' order by array_position(k.conkey, a.attnum)) from pg_constraint k
                join pg_attribute a on a.attrelid = k.conrelid and a.attnum = any(k.conkey)
                where k.conrelid = '{table}'::regclass and k.contype = 'p'
                """);
            if (key != string.Join(',', entity.FindPrimaryKey()!.Properties.Select(property => property.GetColumnName())))
            {
                faults.Add($"{table} has another key");
            }
        }

        return faults;
    }

    private static async Task<IEnumerable<string>> MissingOfContractAsync(TestDatabase database)
    {
        var there = await database.ScalarAsync<string[]>("""
            select array_agg(name) from (
              select column_name || ' ' || case data_type when 'character varying' then coalesce('varchar(' || character_maximum_length || ')', 'varchar') else data_type end as name
              from information_schema.columns where table_schema = 'users' and table_name = 'application'
              union all select conname::text from pg_constraint where conrelid = 'users.application'::regclass
              union all select indexrelid::regclass::text from pg_index where indrelid = 'users.application'::regclass) n
            """);
        return Contract.Except(there!, StringComparer.Ordinal);
    }
}
