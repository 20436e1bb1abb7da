using System.Globalization;
using Microsoft.AspNetCore.Components;
using Vise.Data.Codes;
using Vise.Domain;
using Vise.Domain.Codes;
using Vise.Domain.Users;
using Vise.Web.Access;
using Vise.Web.Admissions.Cycles;

namespace Vise.Web.Codes.Ages;

/// <summary>The ages that classes take, by state and category, and each state's income cap for RTE seats.</summary>
public sealed partial class AgesPage(Visitor visitor, AgeDesk desk, ReferenceCodes codes, CycleSayings sayings)
{
    private readonly Dictionary<string, IReadOnlyList<Named>> _lists = new(StringComparer.Ordinal);
    private IReadOnlyList<Named> _states = [];
    private IReadOnlyList<AgeRule>? _rules;
    private AgeForm? _form;
    private string _state = AgeRule.Norm;
    private string? _notice;
    private string? _refused;
    private ElementReference _class;
    private ElementReference _day;
    private bool _toForm;
    private bool _busy;
    private bool _ready;

    private static string Language => CultureInfo.CurrentUICulture.Name;

    private IEnumerable<AgeRule> Sorted => _rules!.OrderBy(rule => rule.RetiredTime is not null).ThenBy(rule => _lists["class"].TakeWhile(one => one.Code != rule.ClassCode).Count())
        .ThenBy(rule => _lists["age_category"].TakeWhile(one => one.Code != rule.Category).Count());

    protected override async Task OnInitializedAsync()
    {
        if (RendererInfo.IsInteractive)
        {
            _states = await codes.StatesAsync(default);
            foreach (var list in (string[])["class", "age_category"])
            {
                _lists[list] = await codes.TermsAsync(list, default);
            }

            await ReadAsync();
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_toForm)
        {
            // what is typed next is typed there
            _toForm = false;
            await (_form is { Seen: null } ? _class : _day).FocusAsync();
        }

        if (!_ready && _rules is not null)
        {
            _ready = true;
            StateHasChanged();
        }
    }

    private async Task ReadAsync() => _rules = await visitor.ActAsync(Duty.SetUpNetwork, default) is { } actor ? await desk.OfAsync(actor, _state, default) : null;

    private Task StateAsync(ChangeEventArgs change)
    {
        (_state, _form, _notice, _refused) = (change.Value as string ?? AgeRule.Norm, null, null, null);
        return ReadAsync();
    }

    private void Add() => (_form, _notice, _refused, _toForm) = (new AgeForm(), null, null, true);

    private void Change(AgeRule rule) => (_form, _notice, _refused, _toForm) = (AgeForm.Of(rule), null, null, true);

    private void Close() => (_form, _refused) = (null, null);

    private async Task SaveAsync()
    {
        if (_form is { } form && await DoAsync(actor => desk.KeepAsync(actor, new AgeKey(_state, form.Class, form.Category), form.Seen, form.Wish, default)))
        {
            Close();
        }
    }

    private Task<bool> RetireAsync(AgeRule rule) => DoAsync(actor => desk.RetireAsync(actor, new AgeKey(_state, rule.ClassCode, rule.Category), rule.Version, default));

    private async Task<bool> DoAsync(Func<Actor, Task<Refusal?>> act)
    {
        if (_busy)
        {
            return false;
        }

        (_busy, _notice, _refused) = (true, null, null);
        try
        {
            var refusal = await visitor.ActAsync(Duty.SetUpNetwork, default) is { } actor ? await act(actor) : new GrantEnded();
            await ReadAsync();
            if (refusal is null)
            {
                _notice = Words["Done"];
                return true;
            }

            _refused = refusal is Collided ? Overtaken() : sayings.Of(refusal);
            return false;
        }
        finally
        {
            _busy = false;
        }
    }

    // another saved the same rule: theirs is in the table now, mine still in the form
    private string Overtaken()
    {
        if (_form is { } form && _rules?.FirstOrDefault(rule => rule.ClassCode == form.Class && rule.Category == form.Category && rule.RetiredTime is null) is { } theirs)
        {
            form.Seen = theirs.Version;
        }

        return Words["Overtaken"];
    }

    private string Name(string list, string code) => _lists.GetValueOrDefault(list)?.FirstOrDefault(term => term.Code == code)?.In(Language) ?? code;

    private RenderFragment Options(string list) => builder =>
    {
        foreach (var term in _lists[list])
        {
            builder.OpenElement(0, "option");
            builder.AddAttribute(1, "value", term.Code);
            builder.AddContent(2, term.In(Language));
            builder.CloseElement();
        }
    };
}
