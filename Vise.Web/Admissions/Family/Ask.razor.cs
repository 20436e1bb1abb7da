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

    /// <summary>For a field that its own answers make needed: the label then doesn't call it optional.</summary>
    [Parameter]
    public bool InNeededGroup { get; set; }

    private FormField Field => Form.Draft.Terms.Find(Path)!;

    private Question? Own => Form.Draft.Terms.Questions.FirstOrDefault(question => question.Path == Path);

    private bool Required => InNeededGroup || FormReader.Asked(Field, Form.Values).Required;

    private string Question => Own is { } own ? own.LabelIn(CultureInfo.CurrentUICulture.Name) : Words[$"Ask.{Path}", StepForm.CallName(Form.ValueOf("child.name")) ?? Words["YourChild"]];

    private string? Hint => Own is { } own ? own.HintIn(CultureInfo.CurrentUICulture.Name) : Words[$"Hint.{Path}"] is { ResourceNotFound: false } hint ? hint.Value : null;

    private IReadOnlyList<Choice> Options => Form.Choices[Field.List!];

    private IReadOnlyList<Choice> YesOrNo => [new("yes", Shared["Answer.yes"]), new("no", Shared["Answer.no"])];

    private (string Type, string? InputMode, int? Width) Box => Field.Kind switch
    {
        FieldKind.Mobile => ("tel", "tel", 16),
        FieldKind.Email => ("email", "email", null),
        FieldKind.Number => ("text", "decimal", 10),
        FieldKind.PinCode => ("text", "numeric", 10),
        FieldKind.Aadhaar or FieldKind.Apaar => ("text", "numeric", 16),
        _ => ("text", null, null),
    };
}
