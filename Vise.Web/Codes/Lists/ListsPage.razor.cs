using System.Globalization;
using Microsoft.AspNetCore.Components;
using Vise.Data.Codes;
using Vise.Domain.Codes;
using Vise.Domain.Users;

namespace Vise.Web.Codes.Lists;

/// <summary>The network's lists of words: what programmes, classes, languages and the like are called.</summary>
public sealed partial class ListsPage(CodeQueries queries, ListDesk desk)
{
    private IReadOnlyList<Term>? _rows;
    private Term? _after;

    /// <summary>Which list; null: the first.</summary>
    [Parameter]
    public string? List { get; set; }

    protected override bool IsThere => _rows is not null;

    protected override uint CurrentVersion => _rows?.FirstOrDefault(row => row.Code == Form.Code)?.Version ?? 0;

    private TermList? Kept => List is null ? TermList.All[0] : TermList.Find(List);

    private string Position => Form.Position.ToString(CultureInfo.InvariantCulture);

    protected override async Task OnParametersSetAsync()
    {
        if (Kept is null || await Visitor.ActAsync(Duty.SetUpNetwork, Gone) is null)
        {
            Navigation.NotFound();
            return;
        }

        Close();
        (_after, Notice) = (null, null);
        if (RendererInfo.IsInteractive)
        {
            await LookAsync();
        }
    }

    protected override Task ReadAsync() => LookAsync();

    private async Task LookAsync() =>
        _rows = Kept is { Name: var list } && await Visitor.ActAsync(Duty.SetUpNetwork, Gone) is { } actor ? await queries.TermsAsync(actor, list, _after, Gone) : [];

    private Task PageAsync(Term? after)
    {
        _after = after;
        return LookAsync();
    }

    private void Place(string typed) => Form.Position = int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var place) ? place : -1;

    private Task<bool> SaveAsync()
    {
        var (list, form) = (Kept!.Name, Form);
        return DoAsync(
            Duty.SetUpNetwork, null,
            actor => form.IsNew
                ? desk.AddAsync(actor, list, CodeRules.Optional(form.Code) ?? "", form.Called, default)
                : desk.ChangeAsync(actor, list, form.Code, form.Version, form.Called, form.Position, default),
            Words[form.IsNew ? "Made" : "Saved"]);
    }

    private Task<bool> RetireAsync(Term row, bool retire) => DoAsync(
        Duty.SetUpNetwork, null, actor => desk.RetireAsync(actor, row.List, row.Code, row.Version, retire, default), Words[retire ? "RetiredNow" : "BroughtBack"]);
}
