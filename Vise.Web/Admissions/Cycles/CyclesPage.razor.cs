using System.Globalization;
using Microsoft.AspNetCore.Components;
using Vise.Data.Admissions;
using Vise.Data.Codes;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Users;
using Vise.Web.Access;
using Vise.Web.Codes.Setup;
using Vise.Web.Shell;

namespace Vise.Web.Admissions.Cycles;

/// <summary>The cycles within the visitor's own grant, and how each stands.</summary>
public sealed partial class CyclesPage(Visitor visitor, CycleQueries cycles, CodeQueries codes, CycleDesk desk, SchoolClock clock, CycleSayings sayings, ListPlaces places, NavigationManager navigation)
{
    private CycleList? _page;
    private CodeCursor? _after;
    private NewCycleForm? _form;
    private Scope _scope;
    private DateOnly _today;
    private IReadOnlyList<string> _years = [];
    private string _search = "";
    private string? _refused;
    private bool _bySession = true;
    private bool _descending = true;
    private bool _busy;
    private bool _ready;

    protected override async Task OnInitializedAsync()
    {
        if (RendererInfo.IsInteractive)
        {
            if (places.At(Paths.Cycles) is { } wish)
            {
                (_search, _bySession, _descending, _after) = (wish.Search, wish.ByCode, wish.Descending, wish.After);
            }

            await ReadAsync();
        }
    }

    protected override void OnAfterRender(bool firstRender)
    {
        if (!_ready && _page is not null)
        {
            _ready = true;
            StateHasChanged();
        }
    }

    // asked anew each time: an open page outlives a grant
    private async Task ReadAsync()
    {
        if (await visitor.ActAsync(Duty.SetUpCycles, default) is not { } actor)
        {
            (_page, _form) = (null, null);
            return;
        }

        _scope = actor.Scope;
        var wish = new ListWish(_search, _bySession, _descending, CultureInfo.CurrentUICulture.Name, _after);
        places.Keep(Paths.Cycles, wish);
        _page = await cycles.PageAsync(actor, wish, default);
        _years = [.. (await codes.YearsAsync(actor, default)).Where(year => year.OpenForCycles && year.RetiredTime is null).Select(year => year.AcademicYear.ToString()).Order(StringComparer.Ordinal)];
        _today = Deadline.DayOf(await clock.NowAsync(default), Formats.India);
    }

    private Task SearchAsync()
    {
        _after = null;
        return ReadAsync();
    }

    private Task NextAsync()
    {
        _after = _page?.Next;
        return ReadAsync();
    }

    // the newest session first, a school's name from its beginning
    private Task SortAsync(bool bySession)
    {
        (_descending, _bySession) = (_bySession == bySession ? !_descending : bySession, bySession);
        return SearchAsync();
    }

    private void OpenNew() => (_form, _refused) = (NewCycleForm.Within(_scope, _today, _years), null);

    private void Close() => (_form, _refused) = (null, null);

    private async Task PlanAsync()
    {
        if (_busy || _form is not { Key: { } key } form)
        {
            return;
        }

        (_busy, _refused) = (true, null);
        try
        {
            var refusal = await visitor.ActAsync(Duty.SetUpCycles, key.Branch, default) is { } actor ? await desk.PlanAsync(actor, key, form.Days, default) : new GrantEnded();
            if (refusal is not null)
            {
                _refused = sayings.Of(refusal);
                return;
            }

            navigation.NavigateTo(Paths.Cycle(key.Branch, key.Institution, key.Year));
        }
        finally
        {
            _busy = false;
        }
    }
}
