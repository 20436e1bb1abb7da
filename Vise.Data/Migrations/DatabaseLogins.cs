using Npgsql;

namespace Vise.Data.Migrations;

/// <summary>The three logins of SPEC 4 as Npgsql connection strings to one database.</summary>
/// <param name="Owner">Owns every object; migrates, seeds, backs up.</param>
/// <param name="App">The running app's login, <c>vise_app</c>; reads nothing without taking on a role.</param>
/// <param name="Auth">The login of sign-in's and the jobs' own tables, <c>vise_auth</c>.</param>
public sealed record DatabaseLogins(string Owner, string App, string Auth)
{
    public const string AppName = "vise_app";
    public const string AuthName = "vise_auth";

    /// <summary>The same server, database and password under another login; so <c>ViseAuth</c> defaults from <c>Vise</c>.</summary>
    public static string SameWith(string connectionString, string username) =>
        new NpgsqlConnectionStringBuilder(connectionString) { Username = username }.ConnectionString;
}
