namespace Vise.Web.Access;

/// <summary>
/// On an endpoint that does nothing but write, where the write itself asks the database for account and session: to hold the cookie against them before
/// that would ask twice, so it is done no oftener than a session's use is noted.
/// </summary>
internal sealed class AsksForSession
{
    public static readonly TimeSpan Every = Data.Users.SessionDesk.SeenEvery;
}
