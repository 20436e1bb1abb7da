using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.JSInterop;
using Vise.Data;
using Vise.Domain.Users;
using Vise.Web.Access;
using Vise.Web.Operations.Jobs;

namespace Vise.Tests.Architecture;

/// <summary>Finds what answers people: the parts of components that run on their own, and what each part leads to.</summary>
public static class Handlers
{
    private const BindingFlags All = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly string[] Opening =
        [nameof(ComponentBase.SetParametersAsync), "OnInitialized", "OnInitializedAsync", "OnParametersSet", "OnParametersSetAsync", "OnAfterRender", "OnAfterRenderAsync"];

    public static IEnumerable<Type> Components(Assembly assembly) => assembly.GetTypes().Where(type => typeof(IComponent).IsAssignableFrom(type) && !type.IsAbstract);

    /// <summary>What runs when the component opens: its own and its VISE ancestors' life-cycle methods.</summary>
    public static IEnumerable<MethodBase> Openings(Type component) => Own(component).SelectMany(type => type.GetMethods(All | BindingFlags.DeclaredOnly)).Where(method => Opening.Contains(method.Name));

    /// <summary>What people's events run: every delegate that the markup hands out, save the pieces of markup, and what script may call.</summary>
    public static IReadOnlySet<MethodBase> Events(Type component)
    {
        HashSet<MethodBase> events = [.. Own(component).SelectMany(type => type.GetMethods(All)).Where(method => method.IsDefined(typeof(JSInvokableAttribute)))];
        HashSet<MethodBase> seen = [];
        Stack<MethodBase> markup = new(Render(component));
        while (markup.TryPop(out var method))
        {
            if (!seen.Add(method))
            {
                continue;
            }

            MethodBase? pointed = null;
            foreach (var (code, to) in Calls.In(method))
            {
                if (pointed is not null && code == OpCodes.Newobj && to.DeclaringType!.IsSubclassOf(typeof(MulticastDelegate)))
                {
                    if (IsMarkup(to.DeclaringType))
                    {
                        markup.Push(pointed);
                    }
                    else if (Calls.IsOurs(pointed))
                    {
                        events.Add(pointed);
                    }
                }

                pointed = code == OpCodes.Ldftn || code == OpCodes.Ldvirtftn ? to : null;
            }
        }

        return events;
    }

    /// <summary>Everything of a component that runs on its own: openings, events, and the drawing of the markup without the events in it.</summary>
    public static IEnumerable<(MethodBase Part, IReadOnlySet<MethodBase> Reached)> Parts(Type component)
    {
        var events = Events(component);
        return Openings(component).Concat(events).Select(part => (part, Reach(part)))
            .Concat(Render(component).Select(part => (part, Calls.From(part, IsEnd, events.Contains))));
    }

    /// <summary>What a handler leads to; the visitor and the door to data are looked at from outside only.</summary>
    public static IReadOnlySet<MethodBase> Reach(MethodBase handler) => Calls.From(handler, IsEnd);

    /// <summary>What runs without anybody asking: recurring jobs, and services of ours that the host runs.</summary>
    public static IEnumerable<MethodBase> Background(IServiceProvider services) =>
        services.GetServices<RecurringWork>().Select(work => (MethodBase)work.Job.Method)
            .Concat(services.GetServices<IHostedService>().Select(service => service.GetType()).Where(type => type.Assembly.GetName().Name!.StartsWith("Vise.", StringComparison.Ordinal))
                .SelectMany(type => type.GetMethods(All | BindingFlags.DeclaredOnly).Where(method => method.Name is "ExecuteAsync" or nameof(IHostedService.StartAsync))));

    /// <summary>What background work leads to; the system's own actor is looked at from outside only.</summary>
    public static IReadOnlySet<MethodBase> ReachOfBackground(MethodBase work) => Calls.From(work, method => IsEnd(method) || IsSystem(method));

    /// <summary>Makes an actor that is not the system.</summary>
    public static bool ForgesActor(MethodBase method) => MakesActor(method) && !IsSystem(method);

    /// <summary>Asks for a duty.</summary>
    public static bool Asks(MethodBase method) => method.DeclaringType == typeof(Visitor) && method.Name is nameof(Visitor.AskAsync) or nameof(Visitor.ActAsync);

    /// <summary>Asks for a duty, or for what the visitor holds.</summary>
    public static bool AsksWho(MethodBase method) => Asks(method) || (method.DeclaringType == typeof(Visitor) && method.Name == nameof(Visitor.GrantsAsync));

    /// <summary>Opens data as somebody or as the system; what everyone may read, and the one application whose number and birth date are given, are other doors.</summary>
    public static bool OpensData(MethodBase method) => method.DeclaringType == typeof(BranchDb) && method.Name.EndsWith("Async", StringComparison.Ordinal) && method.Name is not (nameof(BranchDb.ReadPublicAsync) or nameof(BranchDb.ReadTrackAsync));

    /// <summary>Makes an actor out of thin air.</summary>
    public static bool MakesActor(MethodBase method) =>
        method.DeclaringType == typeof(Actor) && (method.IsConstructor || method.Name is nameof(Actor.System) or "<Clone>$");

    /// <summary>Fields that would carry an answer of the visitor from one event to the next.</summary>
    public static IEnumerable<string> KeptAnswers(IEnumerable<Type> types) =>
        from type in types
        where type != typeof(Asked) && !IsCompilers(type)
        from field in type.GetFields(All | BindingFlags.DeclaredOnly)
        where field.FieldType == typeof(Actor) || field.FieldType == typeof(Asked)
        select $"{type.Name}.{field.Name} keeps an answer of the visitor";

    public static string NameOf(MethodBase method) => $"{method.DeclaringType?.FullName}.{method.Name}";

    // an actor under a client's key is still the one that was asked for
    private static bool IsEnd(MethodBase method) =>
        method.DeclaringType == typeof(Visitor) || method.DeclaringType == typeof(BranchDb) || (method.DeclaringType == typeof(Actor) && method.Name == nameof(Actor.Under));

    private static bool IsSystem(MethodBase method) => method.DeclaringType == typeof(Actor) && method.Name == nameof(Actor.System);

    // closures and state machines live as long as the handler that they belong to
    private static bool IsCompilers(Type type) => type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false) || (type.DeclaringType is { } outer && IsCompilers(outer));

    private static bool IsMarkup(Type type) => type == typeof(RenderFragment) || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(RenderFragment<>));

    private static IEnumerable<MethodBase> Render(Type component) =>
        Own(component).SelectMany(type => type.GetMethods(All | BindingFlags.DeclaredOnly)).Where(method => method.Name == "BuildRenderTree" && method.GetParameters() is [{ ParameterType: var only }] && only == typeof(RenderTreeBuilder));

    private static IEnumerable<Type> Own(Type component)
    {
        for (var type = component; type is not null && type.Assembly.GetName().Name!.StartsWith("Vise.", StringComparison.Ordinal); type = type.BaseType)
        {
            yield return type.IsConstructedGenericType ? type.GetGenericTypeDefinition() : type;
        }
    }
}
