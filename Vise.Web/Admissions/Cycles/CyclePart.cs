using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Vise.Data.Admissions;
using Vise.Domain;
using Vise.Domain.Users;
using Vise.Web.Access;

namespace Vise.Web.Admissions.Cycles;

/// <summary>A part of the page on which a cycle is set up. Each change asks for the duty anew, and has the page read what stands then.</summary>
public abstract class CyclePart : ComponentBase
{
    [Inject]
    protected Visitor Visitor { get; set; } = default!;

    [Inject]
    protected CycleSayings Sayings { get; set; } = default!;

    [Inject]
    protected IStringLocalizer<CycleWords> Words { get; set; } = default!;

    /// <summary>The cycle as it stands.</summary>
    [Parameter, EditorRequired]
    public CycleView View { get; set; } = default!;

    [Parameter, EditorRequired]
    public CycleNames Names { get; set; } = default!;

    /// <summary>Something was changed, by this part or by another person meanwhile.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    protected bool Busy { get; private set; }

    protected string? Notice { get; set; }

    protected string? Refused { get; set; }

    private Func<ElementReference>? _goTo;

    /// <summary>Puts the focus on an element that comes up with the next drawing: what is typed next is typed there.</summary>
    protected void GoTo(Func<ElementReference> element) => _goTo = element;

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_goTo is { } element)
        {
            _goTo = null;
            await element().FocusAsync();
        }
    }

    /// <summary>Does it; true when it was done. What another saved meanwhile is read, and <see cref="Overtaken"/> told, before it is said.</summary>
    protected async Task<bool> DoAsync(Func<Actor, Task<Refusal?>> act)
    {
        if (Busy)
        {
            return false;
        }

        (Busy, Notice, Refused) = (true, null, null);
        try
        {
            var refusal = await Visitor.ActAsync(Duty.SetUpCycles, View.Key.Branch, default) is { } actor ? await act(actor) : new GrantEnded();
            if (refusal is null)
            {
                Notice = Words["Done"];
                await OnChanged.InvokeAsync();
                return true;
            }

            Refused = Sayings.Of(refusal, Names.Zone);
            if (refusal is Collided or EditedByAnother)
            {
                await OnChanged.InvokeAsync();
                Refused = Words["Refusal.EditedByAnother", Overtaken()];
            }

            return false;
        }
        finally
        {
            Busy = false;
        }
    }

    /// <summary>Takes note of the version that stands now, so that the next save goes over it, and says it in words.</summary>
    protected abstract string Overtaken();
}
