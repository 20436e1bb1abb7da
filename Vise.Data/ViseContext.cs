using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Vise.Data.Caching;
using Vise.Data.Isolation;
using Vise.Data.Operations.Trails;
using Vise.Domain.Admissions;
using Vise.Domain.Codes;
using Vise.Domain.Finance;
using Vise.Domain.Operations;
using Vise.Domain.Users;

namespace Vise.Data;

/// <summary>The database as the domain sees it. Only <see cref="BranchDb"/> opens one, with a role and a scope.</summary>
public sealed class ViseContext : DbContext
{
    private readonly TransactionScope _scope;
    private readonly Actor? _caller;
    private readonly List<ApplicationEvent> _recorded = [];
    private bool _scopeSet;

    internal ViseContext(DbContextOptions<ViseContext> options, TransactionScope scope, Actor? caller)
        : base(options) => (_scope, _caller) = (scope, caller);

    /// <summary>The applications that the caller may know of; nobody's for a caller that isn't signed in.</summary>
    public IQueryable<Application> Applications => Known(Set<Application>());

    /// <summary>The trail of those applications.</summary>
    public IQueryable<ApplicationEvent> Events => Set<ApplicationEvent>().Where(happened =>
        Applications.Any(application => application.BranchId == happened.BranchId && application.ApplicationId == happened.ApplicationId));

    /// <summary>What was asked about those applications.</summary>
    public IQueryable<Enquiry> Enquiries => Set<Enquiry>().Where(enquiry =>
        Applications.Any(application => application.BranchId == enquiry.BranchId && application.ApplicationId == enquiry.ApplicationId));

    /// <summary>What was asked to be changed in those applications.</summary>
    public IQueryable<Amendment> Amendments => Set<Amendment>().Where(amendment =>
        Applications.Any(application => application.BranchId == amendment.BranchId && application.ApplicationId == amendment.ApplicationId));

    public DbSet<DraftField> DraftFields => Set<DraftField>();

    public DbSet<Applicant> Applicants => Set<Applicant>();

    public DbSet<Guardian> Guardians => Set<Guardian>();

    public DbSet<Sibling> Siblings => Set<Sibling>();

    public DbSet<EarlierSchool> EarlierSchools => Set<EarlierSchool>();

    public DbSet<SearchKey> SearchKeys => Set<SearchKey>();

    public DbSet<Correction> Corrections => Set<Correction>();

    public DbSet<Document> Documents => Set<Document>();

    public DbSet<Upload> Uploads => Set<Upload>();

    public DbSet<Cycle> Cycles => Set<Cycle>();

    public DbSet<CycleClass> CycleClasses => Set<CycleClass>();

    public DbSet<Question> Questions => Set<Question>();

    public DbSet<Answer> Answers => Set<Answer>();

    public DbSet<Seat> Seats => Set<Seat>();

    public DbSet<Payment> Payments => Set<Payment>();

    public DbSet<Student> Students => Set<Student>();

    public DbSet<TrailRow> Trail => Set<TrailRow>();

    public DbSet<TrailHead> TrailHeads => Set<TrailHead>();

    public DbSet<Geographic> Geography => Set<Geographic>();

    public DbSet<Branch> Branches => Set<Branch>();

    public DbSet<Institution> Institutions => Set<Institution>();

    public DbSet<SchoolKey> SchoolKeys => Set<SchoolKey>();

    public DbSet<Curriculum> Curriculum => Set<Curriculum>();

    public DbSet<Term> Terms => Set<Term>();

    public DbSet<AgeRule> AgeRules => Set<AgeRule>();

    public DbSet<IncomeCap> IncomeCaps => Set<IncomeCap>();

    public DbSet<SchoolYear> SchoolYears => Set<SchoolYear>();

    public DbSet<Announcement> Announcements => Set<Announcement>();

    public DbSet<Account> Accounts => Set<Account>();

    public DbSet<AccessGrant> Grants => Set<AccessGrant>();

    public DbSet<SignInSession> Sessions => Set<SignInSession>();

    /// <summary>The transaction's own time; known in writes only. Reads ask <see cref="Clock"/> inside the query.</summary>
    public DateTimeOffset Now { get; internal set; }

    /// <summary>Whether this transaction wrote to a table of which something is cached, by the statements it sent.</summary>
    internal bool ChangesCached { get; private set; }

    /// <summary>Whether a statement outside a transaction is a whole write of its own.</summary>
    internal bool IsOneWrite { get; init; }

    /// <summary>Who asks, for signals.</summary>
    internal string QueryName { get; init; } = "other";

    /// <summary>What this transaction added to the trail.</summary>
    internal IReadOnlyList<ApplicationEvent> Recorded => _recorded;

    /// <summary>The database's time, inside a query.</summary>
    public static DateTimeOffset Clock() => throw new NotSupportedException("Only inside a query.");

    /// <summary>
    /// One application that the caller's role and scope can see, tracked and locked for change until the transaction ends; null when there is
    /// none. Whoever comes second waits and then sees what the first made of it.
    /// </summary>
    public Task<Application?> FindAsync(ApplicationId id, CancellationToken ct) =>
        Known(Set<Application>().FromSql(
            $"select *, xmin from users.application where branch_id = {id.Branch.Value} and application_id = {id.Value} for update"))
            .AsTracking().SingleOrDefaultAsync(ct);

    /// <summary>
    /// The application of that number, if its child was born on that day as far as the form says: the draft's date until it is handed in, and while it lies with the
    /// family for correction, else the one handed in. The second layer of isolation, as <see cref="Applications"/> is for those who are signed in.
    /// </summary>
    internal IQueryable<Application> Tracked(ApplicationId id, DateOnly born)
    {
        var typed = born.ToString("O", CultureInfo.InvariantCulture);
        return Set<Application>().Where(application => application.BranchId == id.Branch && application.ApplicationId == id
            && (application.Status == ApplicationStatus.Draft || application.SubmittedTime == null
                ? DraftFields.Any(field => field.BranchId == id.Branch && field.ApplicationId == id && field.Path == "child.birthDate" && field.Value == typed)
                : Applicants.Any(child => child.BranchId == id.Branch && child.ApplicationId == id && child.BirthDate == born)));
    }

    /// <summary>Adds the trail's row and the effect that goes with it; <paramref name="feePaise"/> is what the step leaves to be paid, paise.</summary>
    public void Record(ApplicationEvent? happened, long? feePaise = null)
    {
        ArgumentNullException.ThrowIfNull(happened);
        happened.Keep(StepFacts.Fee, feePaise?.ToString(CultureInfo.InvariantCulture));
        Add(happened);
        _recorded.Add(happened);
        if (happened.ToStatus != ApplicationStatus.Draft || happened.FromStatus is not null)
        {
            var changed = ChangeTracker.Entries<Application>().Select(entry => entry.Entity).FirstOrDefault(known => known.ApplicationId == happened.ApplicationId);
            Add(OutboxEntry.TellFamily(happened, changed?.DueTime, feePaise));
        }
    }

    /// <summary>Leaves a row in the trail in the caller's name: the database takes it from the transaction.</summary>
    internal Task<int> LeaveAsync(ApplicationId id, Opening opening, CancellationToken ct) =>
        Database.ExecuteSqlAsync($"""
            select admissions.leave_trail({id.Branch.Value}, {id.Value}, {opening.Action.ToString().ToLowerInvariant()}, {opening.Target}, {opening.Part}, {opening.Reason})
            """, ct);

    /// <summary>The same for each child in a file, and for a file without any.</summary>
    internal Task<int> LeaveExportAsync(BranchId branch, IReadOnlyCollection<ApplicationId> children, string what, string? reason, CancellationToken ct)
    {
        string?[] ids = children.Count == 0 ? [null] : [.. children.Select(child => child.Value)];
        return Database.ExecuteSqlAsync($"select admissions.leave_trail({branch.Value}, child, 'export', {what}, null, {reason}) from unnest({ids}) child", ct);
    }

    private IQueryable<Application> Known(IQueryable<Application> applications) =>
        _caller is { } caller ? applications.For(caller) : applications.Where(_ => false);

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) => ViseConventions.Apply(configurationBuilder);

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasDbFunction(typeof(ViseContext).GetMethod(nameof(Clock))!).HasSchema("isolation").HasName("clock");
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(ViseContext).Assembly);
    }

    /// <summary>A command's text with what gives its transaction the role and scope.</summary>
    internal string Scoped(string statement)
    {
        if (Database.CurrentTransaction is null)
        {
            return IsOneWrite ? _scope.Whole(statement) : _scope.Alone(statement);
        }

        ChangesCached = ChangesCached || CommitBell.IsFor(statement);
        var first = !_scopeSet;
        _scopeSet = true;
        return first ? _scope.First(statement) : statement;
    }
}
