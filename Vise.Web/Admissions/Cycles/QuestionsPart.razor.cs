using System.Globalization;
using Microsoft.AspNetCore.Components;
using Vise.Data.Admissions;

namespace Vise.Web.Admissions.Cycles;

/// <summary>What the cycle asks beside the form that all schools share.</summary>
public sealed partial class QuestionsPart(QuestionDesk desk) : CyclePart
{
    private QuestionForm? _form;
    private ElementReference _label;

    private static string Language => CultureInfo.CurrentUICulture.Name;

    private IEnumerable<AskedQuestion> Asked => View.Questions.Where(row => row.Question.RetiredTime is null);

    private IEnumerable<string> ClassCodes => View.Classes.Select(row => row.Key.Class).Distinct(StringComparer.Ordinal).OrderBy(Names.Order);

    protected override string Overtaken()
    {
        var now = View.Questions.FirstOrDefault(row => row.Question.Key == _form?.Key);
        if (_form is not null && now is not null)
        {
            _form.Seen = now.Question.Version;
        }

        return now?.Question.LabelIn(Language) ?? Words["None"];
    }

    private void Add() => Edit(new QuestionForm());

    private void Change(AskedQuestion row) => Edit(QuestionForm.Of(row));

    private void Edit(QuestionForm form)
    {
        (_form, Notice, Refused) = (form, null, null);
        GoTo(() => _label);
    }

    private void Close() => (_form, Refused) = (null, null);

    private void Tick(string code, ChangeEventArgs change)
    {
        if (change.Value is true)
        {
            _form!.Classes.Add(code);
        }
        else
        {
            _form!.Classes.Remove(code);
        }
    }

    private async Task SaveAsync()
    {
        if (_form is { } form
            && await DoAsync(actor => form.Key is { } key ? desk.ChangeAsync(actor, View.Key, key, form.Seen, form.Wish, default) : desk.AddAsync(actor, View.Key, form.Wish, default)))
        {
            Close();
        }
    }

    private Task<bool> MoveAsync(AskedQuestion row, bool up) => DoAsync(actor => desk.MoveAsync(actor, View.Key, row.Question.Key, up, default));

    private Task<bool> RetireAsync(AskedQuestion row, bool retired) => DoAsync(actor => desk.RetireAsync(actor, View.Key, row.Question.Key, retired, default));

    private string Standing(AskedQuestion row) => string.Join(" · ", new[]
    {
        row.Question.RetiredTime is not null ? Words["Retired"] : Words[row.Question.Required ? "MustAnswer" : "MayAnswer"],
        row.Answered ? Words["Answered"] : null,
    }.OfType<object>());
}
