using System.Data.Common;

namespace Vise.Web.Shell.Errors;

/// <summary>Tells "the database can't be reached" from a defect.</summary>
public static class Outage
{
    /// <summary>How long a browser or client is told to wait, in seconds.</summary>
    public const int RetryAfterSeconds = 60;

    /// <summary>Whether the failure, or what it was caused by, is a lost or refused connection to the database.</summary>
    public static bool IsDatabase(Exception? failure)
    {
        for (; failure is not null; failure = failure.InnerException)
        {
            // no state: the connection itself failed; 08 and 57: the server is going down or coming up; 53: it is out of room or connections
            if (failure is DbException { IsTransient: true } database
                && (database.SqlState is null || database.SqlState[..2] is "08" or "53" or "57"))
            {
                return true;
            }
        }

        return false;
    }
}
