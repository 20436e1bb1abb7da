using System.Globalization;
using Vise.Domain.Codes;
using Vise.Domain.Users;

namespace Vise.Domain.Admissions;

/// <summary>One row of an application's trail: who changed its status, when, from, to and why. Never changed or removed.</summary>
public sealed class ApplicationEvent
{
    public BranchId BranchId { get; private set; }

    public long EventId { get; private set; }

    public ApplicationId ApplicationId { get; private set; }

    public DateTimeOffset EventTime { get; private set; }

    /// <summary>The account that acted; null for the system.</summary>
    public Guid? AccountId { get; private set; }

    public Role ActorRole { get; private set; }

    public string ActorName { get; private set; } = "";

    /// <summary>Null when the application was begun.</summary>
    public ApplicationStatus? FromStatus { get; private set; }

    public ApplicationStatus ToStatus { get; private set; }

    public string? Reason { get; private set; }

    /// <summary>What was so then, by the names of <see cref="StepFacts"/>: what the step's letter says.</summary>
    public Dictionary<string, string> Facts { get; private set; } = new(StringComparer.Ordinal);

    /// <summary>Keeps what the desk knows beside the application. Before the row is written.</summary>
    public void Keep(string fact, string? value)
    {
        if (value is { Length: > 0 })
        {
            Facts[fact] = value;
        }
    }

    /// <summary>Keeps what the application was after the step.</summary>
    internal void Keep(Application application)
    {
        Keep(StepFacts.Programme, application.ProgrammeCode);
        Keep(StepFacts.Department, application.DepartmentCode);
        Keep(StepFacts.Class, application.ClassCode);
        Keep(StepFacts.Until, application.DueTime?.ToString("O", CultureInfo.InvariantCulture));
    }

    /// <summary>A walk-in form found its family: the status stays, and the system writes the family's name.</summary>
    public static ApplicationEvent Claimed(ApplicationId id, string family, DateTimeOffset at, ApplicationStatus status) => new()
    {
        BranchId = id.Branch,
        ApplicationId = id,
        EventTime = at,
        ActorRole = Role.System,
        ActorName = family,
        FromStatus = status,
        ToStatus = status,
    };

    public static ApplicationEvent Of(
        ApplicationId id, Actor by, DateTimeOffset at, ApplicationStatus? from, ApplicationStatus to, string? reason) => new()
        {
            BranchId = id.Branch,
            ApplicationId = id,
            EventTime = at,
            AccountId = by.Account == Guid.Empty ? null : by.Account,
            ActorRole = by.Role,
            ActorName = by.Name,
            FromStatus = from,
            ToStatus = to,
            Reason = reason,
        };
}
