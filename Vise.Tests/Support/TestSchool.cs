using Npgsql;
using Vise.Data;
using Vise.Data.Admissions;
using Vise.Data.Admissions.Files;
using Vise.Data.Caching;
using Vise.Data.Codes;
using Vise.Data.Finance;
using Vise.Data.Operations;
using Vise.Data.Secrets;
using Vise.Data.Users;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Codes;
using Vise.Domain.Users;
using Xunit;
using ZiggyCreatures.Caching.Fusion;
using ZiggyCreatures.Caching.Fusion.MicrosoftHybridCache;

namespace Vise.Tests.Support;

/// <summary>A database with the demo network and people, and the desks that work on it as the app's own login.</summary>
public sealed partial class TestSchool : IAsyncDisposable
{
    public static readonly BranchId Pune = BranchId.Parse("272501");
    public static readonly BranchId Haveli = BranchId.Parse("272502");

    /// <summary>The one class that asks for no document.</summary>
    public static readonly SchoolChoice ClassOne = new(Pune, "01", AcademicYear.Parse("2025-26"), "SB", "GEN", "01");

    /// <summary>A class that asks for the birth certificate.</summary>
    public static readonly SchoolChoice ClassTwo = ClassOne with { ClassCode = "02" };

    // one for all tests: it takes one picture at a time
    private static readonly IntakeGate Gate = new();

    private readonly NpgsqlDataSource _app;
    private readonly FusionCache _fusion = new(new FusionCacheOptions());
    private readonly CacheMeter _meter = new();
    private readonly RegionCache _cache;
    private readonly TestFolder _folder = new();

    private TestSchool(TestDatabase database)
    {
        Database = database;
        _app = ViseSource.Open(database.AppConnection);
        Branches = new BranchDb(_app);
        _cache = new RegionCache(new FusionHybridCache(_fusion), new DropLedger(), _meter, TimeProvider.System);
        Codes = new ReferenceCodes(Branches, _cache);
        var terms = new FormTermsReader(Branches, Codes);
        Seal = new FieldSeal(FieldKeys.Load(KeyFile, makeIfMissing: true));
        Drafts = new DraftDesk(Branches, terms, Seal);
        Earlier = new EarlierDesk(Branches, Drafts);
        Documents = DocumentsIn(new DiskObjects(Path.Combine(_folder.Path, "documents")));
        Checks = new DocumentCheckDesk(Branches, terms);
        Review = new ReviewDesk(Branches, terms);
        Offers = new OfferDesk(Branches, terms);
        Enrolment = new EnrolmentDesk(Branches);
        Payments = new PaymentDesk(Branches);
        Enquiries = new EnquiryDesk(Branches);
        Amendments = new AmendmentDesk(Branches, Drafts, terms, Seal);
        Drafting = new DraftReader(terms, Seal);
        Family = new FamilyQueries(Branches, Drafting, _cache);
        Cycles = new CycleDesk(Branches, Codes);
        CycleClasses = new CycleClassDesk(Branches, Codes);
        Questions = new QuestionDesk(Branches);
        CycleList = new CycleQueries(Branches);
        Queue = new QueueQueries(Branches);
        Records = new RecordQueries(Branches, Drafts);
        Figures = new FigureQueries(Branches);
        Accounts = new AccountDesk(Branches);
        var secrets = new OneTimeSecret(FieldKeys.Load(Path.Combine(_folder.Path, "keys", "fields.json"), makeIfMissing: false));
        var post = new PostDesk(Branches, Seal);
        People = new PeopleQueries(Branches);
        Grants = new GrantDesk(Branches);
        Invitations = new InvitationDesk(Branches, secrets, post);
        Claims = new ClaimDesk(Branches, secrets);
        Guardians = new GuardianDesk(Branches, secrets, post);
    }

    public TestDatabase Database { get; }

    public BranchDb Branches { get; }

    public ReferenceCodes Codes { get; }

    /// <summary>Where the keys of <see cref="Seal"/> lie.</summary>
    public string KeyFile => Path.Combine(_folder.Path, "keys", "fields.json");

    public FieldSeal Seal { get; }

    public DraftDesk Drafts { get; }

    public EarlierDesk Earlier { get; }

    public DocumentDesk Documents { get; }

    /// <summary>A desk with a store, and a virus scanner at an address, of the test's own.</summary>
    public DocumentDesk DocumentsIn(IDocumentObjects objects, string? clamd = null) =>
        new(Branches, new DocumentStore(objects), new DocumentIntake(Gate, new ClamAv(clamd)), new DocumentSweep(Branches, objects), Codes);

    public DocumentCheckDesk Checks { get; }

    public ReviewDesk Review { get; }

    public EnquiryDesk Enquiries { get; }

    public AmendmentDesk Amendments { get; }

    public OfferDesk Offers { get; }

    public EnrolmentDesk Enrolment { get; }

    public PaymentDesk Payments { get; }

    public DraftReader Drafting { get; }

    public FamilyQueries Family { get; }

    public CycleDesk Cycles { get; }

    public CycleClassDesk CycleClasses { get; }

    public QuestionDesk Questions { get; }

    public CycleQueries CycleList { get; }

    public QueueQueries Queue { get; }

    public RecordQueries Records { get; }

    public FigureQueries Figures { get; }

    public AccountDesk Accounts { get; }

    public PeopleQueries People { get; }

    public GrantDesk Grants { get; }

    public InvitationDesk Invitations { get; }

    public ClaimDesk Claims { get; }

    public GuardianDesk Guardians { get; }

    public required Actor Parent { get; init; }

    public required Actor OtherParent { get; init; }

    public required Actor Clerk { get; init; }

    public required Actor Admin { get; init; }

    public required Actor SecondAdmin { get; init; }

    /// <summary>Clerk and admin of another branch of the same district.</summary>
    public required Actor ForeignClerk { get; init; }

    public required Actor ForeignAdmin { get; init; }

    public required Actor Officer { get; init; }

    /// <summary>The network's one SystemAdmin.</summary>
    public required Actor SystemAdmin { get; init; }

    public static async Task<TestSchool> OpenAsync(TestCluster cluster)
    {
        // network and people are made once and copied with the database
        var (database, people) = await cluster.NewDatabaseAsync("school", FoundAsync);
        return new TestSchool(database)
        {
            Parent = people["Meera"],
            OtherParent = people["Imran"],
            Clerk = people["Sunita"],
            Admin = people["Rajesh"],
            SecondAdmin = people["Usha"],
            ForeignClerk = people["Anil"],
            ForeignAdmin = people["Farida"],
            Officer = people["Vandana"],
            SystemAdmin = people["Lata"],
        };
    }

    /// <summary>Moves the database's clock, for every connection made from now on.</summary>
    public async Task ShiftClockAsync(string interval)
    {
        await Database.ExecuteAsync($"alter database {Database.Name} set vise.clock_shift = '{interval}'");
        _app.Clear();
    }

    /// <summary>A draft of the family's, filled in.</summary>
    public async Task<ApplicationId> ADraftAsync(SchoolChoice? choice = null, IReadOnlyDictionary<string, string>? fields = null, Actor? by = null)
    {
        var edits = (fields ?? TestForm.Complete).Select(field => new FieldEdit(field.Key, field.Value, 0)).ToList();
        var started = await Drafts.StartAsync(by ?? Parent, choice ?? ClassOne, edits, CancellationToken.None);
        return Assert.IsType<StartedDraft>(started.Value).Id;
    }

    public async Task<string?> StatusAsync(ApplicationId id) =>
        await Database.ScalarAsync<string>($"select application_status from users.application where application_id = '{id}'");

    public async Task<uint> VersionAsync(ApplicationId id) => (await Family.DraftAsync(Clerk, id, CancellationToken.None)).Value!.Card.Version;

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _fusion.Dispose();
        _meter.Dispose();
        await Database.DisposeAsync();
        _folder.Dispose();
    }

    private static async Task<IReadOnlyDictionary<string, Actor>> FoundAsync(TestDatabase database)
    {
        await using var owner = NpgsqlDataSource.Create(TestCluster.Unpooled(database.OwnerConnection));
        await DemoNetwork.EnsureAsync(owner, CancellationToken.None);
        (string Name, Role Role, string Scope)[] people =
        [
            ("Meera", Role.Parent, ""), ("Imran", Role.Parent, ""), ("Sunita", Role.Clerk, "272501"), ("Rajesh", Role.BranchAdmin, "272501"),
            ("Usha", Role.BranchAdmin, "272501"), ("Anil", Role.Clerk, "272502"), ("Farida", Role.BranchAdmin, "272502"),
            ("Vandana", Role.DistrictOfficer, "2725"), ("Lata", Role.SystemAdmin, ""),
        ];
        var actors = new Dictionary<string, Actor>(StringComparer.Ordinal);
        foreach (var (name, role, scope) in people)
        {
            actors[name] = await PersonAsync(owner, name, role, scope);
        }

        return actors;
    }

    private static async Task<Actor> PersonAsync(NpgsqlDataSource owner, string name, Role role, string scope)
    {
        var place = Scope.Parse(scope);
        Grant[] grants = role == Role.Parent ? [] : [new Grant(role, place)];
        var account = await AccountSeed.EnsureAsync(owner, "test", name, name, null, "en", grants, CancellationToken.None);
        await AccountSeed.ProveMobileAsync(owner, "test", name, "+919822000001", CancellationToken.None);
        return new Actor(account, role, place, name);
    }
}
