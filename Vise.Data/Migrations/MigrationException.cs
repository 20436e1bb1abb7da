namespace Vise.Data.Migrations;

/// <summary>Why the database could not be brought up to date, as one sentence for the person who started it.</summary>
public sealed class MigrationException : Exception
{
    public MigrationException()
    {
    }

    public MigrationException(string message)
        : base(message)
    {
    }

    public MigrationException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
