using Npgsql;

namespace Vise.Data.Operations;

/// <summary>The small network that demo mode shows: three branches, their schools, cycles and seats. Made with the owner's connection.</summary>
public static class DemoNetwork
{
    /// <summary>
    /// Makes what is missing and changes nothing that is there. Cycles are open from a month before to three months after the first start, for
    /// 2025-26 and the current session.
    /// </summary>
    public static async Task EnsureAsync(NpgsqlDataSource owner, CancellationToken ct)
    {
        await using var stream = typeof(DemoNetwork).Assembly.GetManifestResourceStream("Vise.Data.Operations.demo-network.sql")!;
        using var reader = new StreamReader(stream);
        await using var command = owner.CreateCommand(await reader.ReadToEndAsync(ct));
        await command.ExecuteNonQueryAsync(ct);
    }
}
