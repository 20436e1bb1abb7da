using System.Reflection;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Vise.Data.Admissions;
using Vise.Domain.Users;
using Vise.Tests.Support;
using Vise.Web;
using Vise.Web.Access;
using Vise.Web.Operations;
using Xunit;

namespace Vise.Tests.Architecture;

/// <summary>
/// Whatever answers people asks for its duty itself: an open circuit outlives a revoked grant, and a held event can be sent again. Three
/// rules hold it together: data is opened as an actor only where the visitor is asked in the same handler; only the visitor makes actors;
/// nobody keeps one. Public pages and endpoints say so with [AllowAnonymous]; there is no list of exemptions.
/// </summary>
public class DutiesInHandlersTests(TestCluster cluster)
{
    private static readonly Assembly Web = typeof(App).Assembly;

    [Fact]
    public void Every_part_of_a_component_that_opens_data_asks_for_its_duty()
    {
        Assert.True(Handlers.Components(Web).SelectMany(Handlers.Parts).Count(part => part.Reached.Any(Handlers.OpensData)) >= 15);
        AssertNone(Handlers.Components(Web).SelectMany(FaultsOfComponent));
    }

    [Fact]
    public void Every_page_that_is_not_public_asks_when_it_opens() =>
        AssertNone(Handlers.Components(Web).Where(type => type.IsDefined(typeof(RouteAttribute)) && !type.IsDefined(typeof(AllowAnonymousAttribute))).SelectMany(FaultsOfPage));

    [Fact]
    public async Task Every_endpoint_of_the_running_app_that_is_not_public_asks_in_its_handler()
    {
        await using var database = await cluster.NewDemoAsync();
        await using var app = new TestApp(database, ("Demo:Enabled", "true"), ("Demo:Applications", "false"), (NodeRole.Setting, NodeRole.All));
        using var started = app.Browser();
        var endpoints = app.Services.GetRequiredService<EndpointDataSource>().Endpoints;

        Assert.True(endpoints.Count(endpoint => HandlerOf(endpoint) is not null) > 30);
        AssertNone(endpoints.SelectMany(FaultsOfEndpoint));

        // nobody asks for a duty there: it works as the system, in its own name
        var background = Handlers.Background(app.Services).ToList();
        var opening = background.Where(work => Handlers.ReachOfBackground(work).Any(Handlers.OpensData)).Select(Handlers.NameOf).ToList();
        Assert.True(opening.Count >= 10, string.Join('\n', opening) + "\nof\n" + string.Join('\n', background.Select(Handlers.NameOf)));
        AssertNone(background.SelectMany(FaultsOfBackground));
    }

    [Fact]
    public void Nobody_keeps_what_the_visitor_answered() => AssertNone(Handlers.KeptAnswers(Web.GetTypes()));

    [Fact]
    public void A_planted_handler_that_does_not_ask_is_found()
    {
        var faults = FaultsOfComponent(typeof(PlantedPage)).ToList();
        Assert.Equal(3, faults.Count);
        Assert.Contains(faults, fault => fault.EndsWith("AcceptAsync opens data without asking: WriteAsync", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.EndsWith("makes an actor of its own", StringComparison.Ordinal));
        Assert.DoesNotContain(faults, fault => fault.Contains("AskFirst", StringComparison.Ordinal));
        Assert.Contains(Handlers.Events(typeof(PlantedPage)), handler => handler.Name == "AskFirstAsync");
        Assert.Single(FaultsOfPage(typeof(PlantedPage)));
        Assert.Contains(Handlers.KeptAnswers([typeof(PlantedPage)]), fault => fault.Contains("_kept", StringComparison.Ordinal));
        Assert.Contains(FaultsOfEndpoint(Planted(Download)), fault => fault.Contains("opens data without asking", StringComparison.Ordinal));
        Assert.Contains(FaultsOfEndpoint(Planted(Silent)), fault => fault.Contains("asks for nothing", StringComparison.Ordinal));
        Assert.Empty(FaultsOfEndpoint(Planted(Silent, new AllowAnonymousAttribute())));
        Assert.NotEmpty(FaultsOfEndpoint(Planted(Download, new AllowAnonymousAttribute())));
        Assert.EndsWith("works as somebody", Assert.Single(FaultsOfBackground(((Delegate)Nightly).Method)), StringComparison.Ordinal);
    }

    private static IEnumerable<string> FaultsOfComponent(Type component) => Handlers.Parts(component)
        .SelectMany(part => FaultsOf(part.Part, part.Reached, isPublic: component.IsDefined(typeof(AllowAnonymousAttribute), inherit: false)));

    private static IEnumerable<string> FaultsOfPage(Type page) =>
        Handlers.Openings(page).SelectMany(Handlers.Reach).Any(Handlers.AsksWho) ? [] : [$"{page.FullName} is not public and asks for nothing when it opens"];

    private static IEnumerable<string> FaultsOfEndpoint(Endpoint endpoint)
    {
        if (HandlerOf(endpoint) is not { } handler)
        {
            return [];
        }

        var reached = Handlers.Reach(handler);
        var isPublic = endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null;
        var faults = FaultsOf(handler, reached, isPublic);
        return isPublic || reached.Any(Handlers.AsksWho) ? faults : faults.Append($"{endpoint.DisplayName} is not public and asks for nothing");
    }

    // a public page or endpoint, such as registration's or the token's, may work as the system, never as somebody
    private static IEnumerable<string> FaultsOf(MethodBase handler, IReadOnlySet<MethodBase> reached, bool isPublic)
    {
        var asks = reached.Any(Handlers.Asks);
        if (!asks && reached.FirstOrDefault(method => Handlers.OpensData(method) && !(isPublic && method.Name.Contains("AsSystem", StringComparison.Ordinal))) is { } door)
        {
            yield return $"{Handlers.NameOf(handler)} opens data without asking: {door.Name}";
        }

        if (reached.Any(Handlers.MakesActor))
        {
            yield return $"{Handlers.NameOf(handler)} makes an actor of its own";
        }
    }

    private static IEnumerable<string> FaultsOfBackground(MethodBase work) =>
        Handlers.ReachOfBackground(work).Any(Handlers.ForgesActor) ? [$"{Handlers.NameOf(work)} works as somebody"] : [];

    // pages are looked at as components; files and the framework's own endpoints have no code of ours
    private static MethodInfo? HandlerOf(Endpoint endpoint) =>
        endpoint.Metadata.GetMetadata<ComponentTypeMetadata>() is not null ? null
        : endpoint.Metadata.GetMetadata<MethodInfo>() is { } handler && Calls.IsOurs(handler) ? handler
        : endpoint.RequestDelegate?.Method is { } direct && Calls.IsOurs(direct) ? direct
        : null;

    private static Endpoint Planted(Delegate handler, params object[] metadata) => new(_ => Task.CompletedTask, new EndpointMetadataCollection([handler.Method, .. metadata]), "planted");

    private static Task<Vise.Domain.Outcome<OpenDocument>> Download(DocumentDesk desk, Actor by, ApplicationId id, Guid document) => desk.OpenAsync(by, id, document, CancellationToken.None);

    private static string Silent() => "queue";

    private static Task<Vise.Domain.Refusal?> Nightly(ReviewDesk desk) => desk.AcceptAsync(new Actor(Guid.Empty, Role.BranchAdmin, Scope.Everything, "job"), default, null, CancellationToken.None);

    private static void AssertNone(IEnumerable<string> faults)
    {
        var found = faults.Distinct(StringComparer.Ordinal).ToList();
        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    /// <summary>Everything that a page must not do, and one thing that it may.</summary>
    internal sealed class PlantedPage(ReviewDesk desk, Visitor visitor) : ComponentBase
    {
        private readonly Actor _kept = new(Guid.Empty, Role.Clerk, Scope.Everything, "kept");

        protected override void BuildRenderTree(RenderTreeBuilder builder)
        {
            builder.OpenElement(0, "button");
            builder.AddAttribute(1, "onclick", EventCallback.Factory.Create<MouseEventArgs>(this, AcceptAsync));
            builder.AddAttribute(2, "ondblclick", EventCallback.Factory.Create<MouseEventArgs>(this, () => RejectAsync("no")));
            builder.AddContent(3, (RenderFragment)(inner => inner.AddAttribute(4, "onsubmit", EventCallback.Factory.Create(this, AskFirstAsync))));
            builder.CloseElement();
        }

        private Task<Vise.Domain.Refusal?> AcceptAsync() => desk.AcceptAsync(_kept, default, null, CancellationToken.None);

        private Task<Vise.Domain.Refusal?> RejectAsync(string reason) => desk.RejectAsync(_kept with { Role = Role.BranchAdmin }, default, null, reason, CancellationToken.None);

        private async Task AskFirstAsync()
        {
            if (await visitor.ActAsync(Duty.DecideApplications, CancellationToken.None) is { } actor)
            {
                await desk.AcceptAsync(actor, default, null, CancellationToken.None);
            }
        }
    }
}
