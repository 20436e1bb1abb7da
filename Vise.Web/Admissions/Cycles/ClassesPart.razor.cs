using Microsoft.AspNetCore.Components;
using Vise.Data.Admissions;
using Vise.Domain.Admissions;
using Vise.Domain.Codes;
using Vise.Web.Shell;

namespace Vise.Web.Admissions.Cycles;

/// <summary>The classes that the cycle admits to: seats by quota, fee, documents and the ages they take.</summary>
public sealed partial class ClassesPart(CycleClassDesk desk) : CyclePart
{
    private ClassForm? _form;
    private ElementReference _classOf;
    private ElementReference _seats;

    private IEnumerable<OfferedClass> Rows => View.Classes.OrderBy(row => row.Key.Programme, StringComparer.Ordinal).ThenBy(row => row.Key.Department, StringComparer.Ordinal).ThenBy(row => Names.Order(row.Key.Class));

    // what the school teaches and the cycle doesn't admit to yet
    private List<ClassKey> Open => [.. View.Taught.Except(View.Classes.Select(row => row.Key))
        .OrderBy(key => key.Programme, StringComparer.Ordinal).ThenBy(key => key.Department, StringComparer.Ordinal).ThenBy(key => Names.Order(key.Class))];

    protected override string Overtaken()
    {
        var now = View.Classes.FirstOrDefault(row => row.Key == _form?.Key);
        if (_form is { Seen: not null } form && now is not null)
        {
            form.Seen = now.Version;
        }

        return now is null ? Words["None"] : $"{Formats.Rupees(now.FeePaise)}, {string.Join(", ", now.Documents.Select(kind => Names.Of("document", kind)).DefaultIfEmpty(Words["None"]))}";
    }

    private void Add()
    {
        (_form, Notice, Refused) = (new ClassForm { Class = Open[0].ToString() }, null, null);
        Propose(_form);
        GoTo(() => _classOf);
    }

    private void Change(OfferedClass row)
    {
        (_form, Notice, Refused) = (ClassForm.Of(row), null, null);
        GoTo(() => _seats);
    }

    private void Close() => (_form, Refused) = (null, null);

    private void Choose(ChangeEventArgs change)
    {
        _form!.Class = change.Value as string ?? "";
        Propose(_form);
    }

    private void SetSeats(ChangeEventArgs change)
    {
        _form!.Seats = int.TryParse(change.Value as string, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var seats) ? seats : 0;
        if (_form.Seen is null)
        {
            Propose(_form);
        }
    }

    private void Propose(ClassForm form) => form.Rte = SeatPlan.Propose(form.Seats, IsEntry(form.Key)).Rte;

    private bool IsEntry(ClassKey? key) => key is not null
        && SeatPlan.IsEntryClass(key.Class, [.. View.Taught.Where(taught => taught.Programme == key.Programme).Select(taught => taught.Class)], Names.Classes);

    private void Tick(string kind, ChangeEventArgs change)
    {
        if (change.Value is true)
        {
            _form!.Documents.Add(kind);
        }
        else
        {
            _form!.Documents.Remove(kind);
        }
    }

    private async Task SaveAsync()
    {
        if (_form is { Key: { } key } form
            && await DoAsync(actor => form.Seen is { } seen ? desk.ChangeAsync(actor, View.Key, key, seen, form.Terms, default) : desk.AddAsync(actor, View.Key, key, form.Terms, default)))
        {
            Close();
        }
    }

    private Task<bool> WithdrawAsync(OfferedClass row) => DoAsync(actor => desk.WithdrawAsync(actor, View.Key, row.Key, row.Version, default));

    private string SeatText(int seats, int held) => held == 0 ? Formats.Number(seats) : Words["SeatsHeldOf", Formats.Number(held), Formats.Number(seats)];

    private string AgeText(AgeRule rule)
    {
        var day = Formats.Date(rule.CutoffOf(View.Key.Year));
        var text = rule.MaxYears is { } most ? Words["AgeSpan", rule.MinYears, most, day] : Words["AgeFrom", rule.MinYears, day];
        return rule.Category == "all" ? text : $"{Names.Of("age_category", rule.Category)}: {text.Value}";
    }
}
