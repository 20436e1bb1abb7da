using System.Globalization;
using System.Text.Json.Nodes;
using Vise.Data.Admissions;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Codes;
using Vise.Domain.Users;
using Vise.Web.Access;
using Vise.Web.Shell;
using Vise.Web.Shell.Api;

namespace Vise.Web.Admissions.Api;

/// <summary>Reads applications: the branch's list, one record, its trail. Opening a child's record is logged.</summary>
public static class ApplicationsApi
{
    private const int UsualPage = 50;

    public static void AddApplicationsApi(this IServiceCollection services) => services
        .AddScoped<Refused>().AddScoped<ApplicationDoor>().AddScoped<SoughtSchool>().AddScoped<DraftChecks>().AddScoped<OnceDoor>().AddScoped<DraftBeginning>();

    public static void MapApplicationsApi(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("").WithTags("Applications");
        group.MapGet(ApiPaths.Applications, ListAsync).WithName("listApplications")
            .WithSummary("The branch's applications by time of last change, a page at a time")
            .WithDescription("Without branch: the branch of your grant. q is an application id, a mobile or the beginning of a name. Follow next as cursor.")
            .Produces<ApiList<RowJson>>().Problems(400, 404);
        group.MapGet(ApiPaths.Application, ReadAsync).WithName("readApplication")
            .WithSummary("One application whole; Aadhaar and APAAR by their last four characters")
            .Produces<RecordJson>().Problems(400, 404);
        group.MapGet(ApiPaths.Events, EventsAsync).WithName("listEvents")
            .WithSummary("Every step so far, oldest first: who, when, from, to, why")
            .Produces<ApiList<EventJson>>().Problems(404);
        DraftsApi.Map(group);
        TransitionsApi.Map(group);
        DocumentsApi.Map(app);
        PaymentsApi.Map(app);
    }

    private static async Task<IResult> ListAsync(
        string? branch, string? status, [Microsoft.AspNetCore.Mvc.FromQuery(Name = "class")] string? classCode, string? q, string? cursor, string? limit, string? fields,
        HttpContext http, Visitor visitor, QueueQueries queue, ApiProblems problems, CancellationToken ct)
    {
        List<(string, string)> errors = [];
        if (!ListCursor.TryRead(cursor, out var after))
        {
            errors.Add(("cursor", problems.Error("Cursor")));
        }

        if (!StatusNames.TryParse(status, out var only) && !string.IsNullOrEmpty(status))
        {
            errors.Add(("status", problems.Error("Status")));
        }

        var size = UsualPage;
        if (!string.IsNullOrEmpty(limit) && (!int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out size) || size is < 1 or > QueueQueries.LargestPage))
        {
            errors.Add(("limit", problems.Error("Limit", QueueQueries.LargestPage)));
        }

        var where = await BranchAsync(branch, visitor, ct);
        if (where is null)
        {
            errors.Add(("branch", problems.Error(string.IsNullOrEmpty(branch) ? "BranchMissing" : "BranchUnknown")));
        }

        var asked = where is { } place ? await visitor.AskAsync(Duty.ReadApplications, place, ct) : await visitor.AskAsync(Duty.ReadApplications, ct);
        if (asked.Actor is not { } actor)
        {
            return problems.Of(asked);
        }

        if (errors.Count > 0)
        {
            return problems.Unreadable([.. errors]);
        }

        var filter = new QueueFilter(string.IsNullOrEmpty(status) ? null : only, string.IsNullOrEmpty(classCode) ? null : classCode, string.IsNullOrEmpty(q) ? null : Typed.Clean(q));
        var page = await queue.PageAsync(actor, where!.Value, filter, after, size, ct);
        return Selected(http, new ApiList<RowJson>([.. page.Rows.Select(RowJson.Of)], ListCursor.Write(page.Next)), fields, problems);
    }

    private static Task<IResult> ReadAsync(string applicationId, string? fields, HttpContext http, ApplicationDoor door, ApiProblems problems, CancellationToken ct) =>
        door.OpenAsync(applicationId, record =>
        {
            var whole = RecordJson.Of(record).ToObject();
            return Conditional.Select(whole, fields, RecordJson.Names) is { Count: > 0 }
                ? problems.Unreadable(("fields", problems.Error("Fields", string.Join(", ", RecordJson.Names))))
                : Conditional.Answer(http, whole, record.Card.Version);
        }, ct);

    private static Task<IResult> EventsAsync(string applicationId, HttpContext http, ApplicationDoor door, CancellationToken ct) =>
        door.OpenAsync(applicationId, record => Conditional.Answer(http, new ApiList<EventJson>([.. record.Timeline.Select(EventJson.Of)])), ct);

    private static async Task<BranchId?> BranchAsync(string? branch, Visitor visitor, CancellationToken ct) =>
        string.IsNullOrEmpty(branch)
            ? (await visitor.AskAsync(Duty.ReadApplications, ct)).Actor?.Scope.Branch
            : BranchId.TryParse(branch, out var named) ? named : null;

    private static IResult Selected(HttpContext http, ApiList<RowJson> list, string? fields, ApiProblems problems)
    {
        if (string.IsNullOrWhiteSpace(fields))
        {
            return Conditional.Answer(http, list);
        }

        var rows = list.Items.Select(row => System.Text.Json.JsonSerializer.SerializeToNode(row, ApiJson.Options)!.AsObject()).ToList();
        if (rows.Append([]).SelectMany(row => Conditional.Select(row, fields, RowJson.Names)).Any())
        {
            return problems.Unreadable(("fields", problems.Error("Fields", string.Join(", ", RowJson.Names))));
        }

        return Conditional.Answer(http, new ApiList<JsonObject>(rows, list.Next));
    }
}
