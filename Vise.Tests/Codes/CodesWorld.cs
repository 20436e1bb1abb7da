using Vise.Data.Codes;
using Vise.Domain.Codes;
using Vise.Domain.Users;
using Vise.Tests.Support;

namespace Vise.Tests.Codes;

/// <summary>The demo network with the desks of set-up.</summary>
public sealed class CodesWorld : IAsyncDisposable
{
    private CodesWorld(TestSchool school) => School = school;

    public TestSchool School { get; }

    public GeographyDesk Geography => new(School.Branches);

    public SchoolDesk Schools => new(School.Branches);

    public ListDesk Lists => new(School.Branches);

    public AnnouncementDesk Announcements => new(School.Branches);

    public CodeQueries Queries => new(School.Branches);

    public HistoryQueries History => new(School.Branches);

    public ImportDesk Import => new(School.Branches);

    public Actor System => School.SystemAdmin;

    public static async Task<CodesWorld> OpenAsync(TestCluster cluster) => new(await TestSchool.OpenAsync(cluster));

    public static NameEntry Called(string name, string? hindi = null) =>
        NameEntry.Of(name, hindi is null ? [] : [new("hi", hindi)]);

    public static BranchEntry ABranch(string name = "Baramati") => BranchEntry.Of(Called(name), null);

    public static InstitutionEntry ASchool(string name = "Shivaji Vidyalaya", string? udise = null, string? pin = "413102") => InstitutionEntry.Of(Called(name), udise, "Baramati", pin);

    public Task<string?> TextAsync(string sql) => School.Database.ScalarAsync<string>(sql);

    public ValueTask DisposeAsync() => School.DisposeAsync();
}
