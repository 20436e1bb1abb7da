namespace Vise.Tests.Support;

/// <summary>Looks for a word in everything that a database holds as text.</summary>
internal static class TestSearch
{
    /// <summary>The columns of text and JSON, of every table of every schema, where the word stands; places may be called like people.</summary>
    public static async Task<string[]> PlacesOfAsync(this TestDatabase database, string word)
    {
        var search = await database.ScalarAsync<string>($"""
            select string_agg(format('select %L where exists (select from %I.%I where %I::text ilike %L)',
              table_schema || '.' || table_name || '.' || column_name, table_schema, table_name, column_name, '%{word}%'), ' union all ')
            from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
            where t.table_type = 'BASE TABLE' and table_schema || '.' || table_name <> 'codes.geographic' and table_schema not in ('pg_catalog', 'information_schema')
              and data_type in ('text', 'character varying', 'character', 'jsonb', 'json', 'ARRAY')
            """);
        return await database.ScalarAsync<string[]>($"select array_agg(place) from ({search}) found (place)") ?? [];
    }
}
