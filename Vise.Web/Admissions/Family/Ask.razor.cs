using System.Globalization;
using Microsoft.AspNetCore.Components;
using Vise.Domain.Admissions;
using Vise.Web.Shell.Forms;

namespace Vise.Web.Admissions.Family;

/// <summary>One question of a step. Its words are found by the path: <c>Ask.{path}</c>, and <c>Hint.{path}</c> where there is one; a cycle's own question brings its words along.</summary>
public sealed partial class Ask : ComponentBase
{
    private const int MostRadios = 4;

    [CascadingParameter]
    public StepForm Form { get; set; } = default!;

    [Parameter, EditorRequired]
    public string Path { get; set; } = "";

    /// <summary>What the browser may offer; nothing unless given.</summary>
    [Parameter]
    public string? Autocomplete { get; set; }

    private FormField Field => Form.Draft.Terms.Find(Path)!;

    private Question? Own => Form.Draft.Terms.Questions.FirstOrDefault(question => question.Path == Path);

    // a field that other answers open or make needed is called optional only where it is so once they do
    private bool Required => Field.NeededWith is not null || (Field.OpenWhen is null ? FormReader.Asked(Field, Form.Values).Required : Field.Required);

    private string? Secret => Field.IsSecret ? "" : null;

    private ShownNote? Note => Form.NoteOf(Path);

    private string Question => Own is { } own ? own.LabelIn(CultureInfo.CurrentUICulture.Name) : Words[$"Ask.{Named(Path)}", StepForm.CallName(Form.ValueOf("child.name")) ?? Words["YourChild"]];

    private string? Hint => Own is { } own ? own.HintIn(CultureInfo.CurrentUICulture.Name) : Words[$"Hint.{Named(Path)}", HintGaps] is { ResourceNotFound: false } hint ? hint.Value : null;

    // the usual script of the state, with a name in it
    private object[] HintGaps => Path == "child.nameInScript" && RegionalScript.Of(Form.Draft.Card.Choice.Branch.State) is { } script ? [Words[$"Script.{script.Name}"].Value, script.Example] : [];

    // each brother or sister is asked the same, and each further parent the same as the second
    private static string Named(string path) =>
        path.StartsWith("siblings.", StringComparison.Ordinal) ? "siblings." + path[(path.LastIndexOf('.') + 1)..]
        : path.StartsWith("parents.2.", StringComparison.Ordinal) ? "parents.1." + path[(path.LastIndexOf('.') + 1)..]
        : path;

    private IReadOnlyList<Choice> Options => Form.Choices[Field.List!];

    private IReadOnlyList<Choice> YesOrNo => [new("yes", Shared["Answer.yes"]), new("no", Shared["Answer.no"])];

    private (string Type, string? InputMode, int? Width) Box => Field.Kind switch
    {
        FieldKind.Mobile => ("tel", "tel", 16),
        FieldKind.Email => ("email", "email", null),
        FieldKind.Number or FieldKind.Rupees => ("text", "decimal", 10),
        FieldKind.Percent => ("text", "decimal", 6),
        FieldKind.Session => ("text", null, 10),
        FieldKind.Enrolment => ("text", null, 16),
        FieldKind.Pen => ("text", "numeric", 16),
        FieldKind.PinCode => ("text", "numeric", 10),
        FieldKind.Aadhaar or FieldKind.Apaar => ("text", "numeric", 16),
        _ => ("text", null, null),
    };
}
