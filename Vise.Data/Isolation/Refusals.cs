using Npgsql;
using Vise.Domain;
using Vise.Domain.Admissions;

namespace Vise.Data.Isolation;

/// <summary>The database's own "no" as a typed refusal; its message never reaches a person.</summary>
internal static class Refusals
{
    public static Refusal? Of(PostgresException violation) => violation.SqlState switch
    {
        PostgresErrorCodes.UniqueViolation => violation.ConstraintName switch
        {
            "application_pkey" => new ApplicationIdAlreadyExists(),
            "uq_application_enrollment" or "student_pkey" => new EnrollmentIdAlreadyExists(),
            _ => new Collided(),
        },
        PostgresErrorCodes.ForeignKeyViolation => new InvalidReference(),
        PostgresErrorCodes.CheckViolation or PostgresErrorCodes.StringDataRightTruncation or PostgresErrorCodes.NotNullViolation =>
            new CheckFailed(violation.ConstraintName ?? ""),
        "VS005" => new LastSystemAdmin(),
        "VS006" => new MobileUnverified(),
        "VS007" => new EnquiryRefused("TooManyToday"),
        // the amendments' guards: the form does not lie with the school any more, or was asked about too often today
        "VS008" => new AmendmentRefused("Closed"),
        // shut for good in this very moment
        "VS010" => new GrantEnded(),
        // the documents' guards: decided on, checked or replaced by somebody else in the same moment
        "VS009" => new Collided(),
        // the lifecycle's guard: from, to or database role
        "VS001" => new CheckFailed("lifecycle"),
        PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure => new Collided(),
        PostgresErrorCodes.CharacterNotInRepertoire or PostgresErrorCodes.UntranslatableCharacter => new CheckFailed("characters"),
        _ => null,
    };
}
