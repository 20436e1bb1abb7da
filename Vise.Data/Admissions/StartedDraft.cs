using Vise.Domain.Admissions;

namespace Vise.Data.Admissions;

/// <summary>A form that was begun, with its row's version and when.</summary>
public sealed record StartedDraft(ApplicationId Id, uint Version, DateTimeOffset At);
