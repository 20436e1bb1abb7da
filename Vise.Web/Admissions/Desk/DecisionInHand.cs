using Microsoft.Extensions.Localization;
using Vise.Data.Admissions;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Web.Access;
using Vise.Web.Shell;
using Vise.Web.Shell.Errors;

namespace Vise.Web.Admissions.Desk;

/// <summary>What the office is about to do with the record on its screen: the step that is open, what is filled in beside it, and what came of the last one.</summary>
public sealed class DecisionInHand(Visitor visitor, Deciding deciding, Sayings sayings, IStringLocalizer<ShellWords> shell)
{
    /// <summary>The step whose panel is open; null when none is.</summary>
    public DeskStep? Step { get; private set; }

    public DecisionForm Form { get; private set; } = new();

    /// <summary>What was done, in one sentence.</summary>
    public string? Notice { get; private set; }

    /// <summary>Why it was not done, in words.</summary>
    public string? Refused { get; private set; }

    /// <summary>Whether an answer is ticked for mending without a word on it.</summary>
    public bool RemarkMissing { get; private set; }

    /// <summary>Whether a step is on its way.</summary>
    public bool Busy { get; private set; }

    /// <summary>Begins anew, with another record.</summary>
    public void Forget() => (Step, Form, Notice, Refused, RemarkMissing) = (null, new DecisionForm(), null, null, false);

    public void OpenPanel(DeskStep step) => (Step, Refused, Notice) = (step, null, null);

    public void Close() => (Step, Refused, RemarkMissing) = (null, null, false);

    /// <summary>Takes the step; true when the record may have changed by it, or had changed before, so that it is to be read again.</summary>
    /// <param name="step">Which one.</param>
    /// <param name="card">The application as it was looked at.</param>
    /// <param name="document">For <see cref="DeskStep.Verify"/> and <see cref="DeskStep.Refuse"/>: the document that is looked at, which is the one meant and no other.</param>
    public async Task<bool> TakeAsync(DeskStep step, FamilyCard card, Guid? document)
    {
        // a second click finds the first one at work
        if (Busy)
        {
            return false;
        }

        // a remark that is ticked but not written is said beside it; the script takes the focus there
        RemarkMissing = step is DeskStep.Return && Form.Remarks.Values.Any(string.IsNullOrWhiteSpace);
        if (RemarkMissing)
        {
            (Notice, Refused) = (null, await sayings.OfAsync(new RemarkMissing(), default));
            return false;
        }

        (Busy, Notice, Refused) = (true, null, null);
        try
        {
            var asked = await visitor.AskAsync(Deciding.DutyOf(step), card.Id, default);
            return await TellAsync(asked.Actor is { } actor
                ? await deciding.DoAsync(actor, step, card, document, Form, default)
                : asked.Answer is Access.Answer.Forbidden ? new Domain.Forbidden() : new GrantEnded());
        }
        catch (Exception e) when (Outage.IsDatabase(e))
        {
            Refused = shell["OutageText"];
            return false;
        }
        finally
        {
            Busy = false;
        }
    }

    private async Task<bool> TellAsync(Outcome<string> outcome)
    {
        if (outcome.Refusal is not { } refusal)
        {
            (Notice, Step, Form) = (outcome.Value, null, new DecisionForm());
            return true;
        }

        Refused = await sayings.OfAsync(refusal, default);
        // a document that isn't there any more was replaced meanwhile
        if (refusal is not (EditedByAnother or Collided or NoSuchStep or Domain.NotFound))
        {
            return false;
        }

        Step = null;
        return true;
    }
}
