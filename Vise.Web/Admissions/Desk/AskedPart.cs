using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Users;
using Vise.Web.Access;
using Vise.Web.Shell;
using Vise.Web.Shell.Errors;

namespace Vise.Web.Admissions.Desk;

/// <summary>A part of the record's page about something that the family asks. Each word of the branch on it asks for the duty anew, and has read what stands then.</summary>
public abstract class AskedPart : CircuitComponent
{
    [Parameter, EditorRequired]
    public ApplicationId Id { get; set; }

    [Parameter, EditorRequired]
    public TimeZoneInfo Zone { get; set; } = Formats.India;

    /// <summary>Not on an application of the reader's own.</summary>
    [Parameter]
    public bool MayAnswer { get; set; }

    [Inject]
    protected Sayings Sayings { get; set; } = default!;

    [Inject]
    protected IStringLocalizer<AskingWords> Words { get; set; } = default!;

    [Inject]
    private Visitor Visitor { get; set; } = default!;

    [Inject]
    private IStringLocalizer<ShellWords> Shell { get; set; } = default!;

    protected bool Busy { get; private set; }

    protected string? Notice { get; private set; }

    protected string? Refused { get; private set; }

    /// <summary>Forgets what came of the last one.</summary>
    protected void Quiet() => (Notice, Refused) = (null, null);

    /// <summary>Does it; true when it was done. What stands now is read when it was, and when another was first.</summary>
    /// <param name="done">What the notice says, by its key.</param>
    /// <param name="act">Does it, or refuses.</param>
    protected async Task<bool> DoAsync(string done, Func<Actor, Task<Refusal?>> act)
    {
        // a second click finds the first one at work
        if (Busy)
        {
            return false;
        }

        (Busy, Notice, Refused) = (true, null, null);
        try
        {
            var asked = await Visitor.AskAsync(Duty.ReviewApplications, Id, default);
            var refusal = asked.Actor is { } actor ? await act(actor) : asked.Answer is Access.Answer.Forbidden ? new Domain.Forbidden() : new GrantEnded();
            Notice = refusal is null ? Words[done].Value : null;
            Refused = refusal is null ? null : await SayAsync(refusal);
            if (asked.Actor is { } reader && (refusal is null || IsOvertaken(refusal)))
            {
                await ReadAsync(reader);
            }

            return refusal is null;
        }
        catch (Exception e) when (Outage.IsDatabase(e))
        {
            Refused = Shell["OutageText"];
            return false;
        }
        finally
        {
            Busy = false;
        }
    }

    /// <summary>Reads what stands now, or has the page read it.</summary>
    protected abstract Task ReadAsync(Actor reader);

    /// <summary>Whether what is on the screen is not what stands any more.</summary>
    protected virtual bool IsOvertaken(Refusal refusal) => refusal is EditedByAnother or Collided;

    protected virtual Task<string> SayAsync(Refusal refusal) => Sayings.OfAsync(refusal, default);
}
