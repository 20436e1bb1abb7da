using System.Globalization;
using Microsoft.AspNetCore.Components;
using Vise.Data.Codes;

namespace Vise.Web.Shell.Forms;

/// <summary>What every native form part takes. Works by plain POST; the script finds its inputs by <c>data-path</c>.</summary>
public abstract class FormPart : ComponentBase
{
    /// <summary>Name of the field and base of its ids, for example <c>child.name</c>.</summary>
    [Parameter, EditorRequired]
    public string Path { get; set; } = "";

    /// <summary>The label, as a question where it can be one.</summary>
    [Parameter, EditorRequired]
    public string Question { get; set; } = "";

    [Parameter]
    public string? Hint { get; set; }

    /// <summary>What is wrong and what to do, in words; null when nothing is.</summary>
    [Parameter]
    public string? Error { get; set; }

    /// <summary>What is worth saying about the answer, though it is taken; null for nothing.</summary>
    [Parameter]
    public string? Note { get; set; }

    /// <summary>Whether the note is good news and no warning.</summary>
    [Parameter]
    public bool NoteIsGood { get; set; }

    /// <summary>Adds "(optional)" to the label when false.</summary>
    [Parameter]
    public bool Required { get; set; } = true;

    [Parameter]
    public bool Disabled { get; set; }

    /// <summary>Further attributes for the input itself.</summary>
    [Parameter(CaptureUnmatchedValues = true)]
    public IReadOnlyDictionary<string, object>? More { get; set; }

    /// <summary>The id of the first input: what a label, a summary link and a script point at.</summary>
    protected string Id => FieldIds.Of(Path);

    protected string? DescribedBy => Described(Hint is not null);

    protected string? Invalid => Error is null ? null : "true";

    protected string? AriaRequired => Required ? "true" : null;

    /// <summary>The ids of all that is said about the field.</summary>
    protected string? Described(bool hasHint) =>
        string.Join(' ', new[] { hasHint ? $"{Id}-hint" : null, Error is null ? null : $"{Id}-error", Note is null ? null : $"{Id}-note" }.OfType<string>()) is { Length: > 0 } ids ? ids : null;
}

/// <summary>The one rule from a field's path to the id of its first input.</summary>
public static class FieldIds
{
    /// <summary><c>child.name</c> → <c>child-name</c>; list places too: <c>parents[0].mobile</c> → <c>parents-0-mobile</c>.</summary>
    public static string Of(string path) =>
        path.Replace('.', '-').Replace('[', '-').Replace("]", "", StringComparison.Ordinal);
}

/// <summary>One of several to choose from.</summary>
/// <param name="Value">What is posted.</param>
/// <param name="Text">What is read.</param>
/// <param name="Hint">A line under the text, for radios.</param>
/// <param name="Also">What it is found by too: its plain name, where the text is another.</param>
/// <param name="Language">The language of the text, where it isn't the page's.</param>
public sealed record Choice(string Value, string Text, string? Hint = null, string? Also = null, string? Language = null)
{
    /// <summary>A code in the language of the request, found by its plain name as well.</summary>
    public static Choice Of(string value, Named named)
    {
        var text = named.In(CultureInfo.CurrentUICulture.Name);
        return new Choice(value, text, Also: text == named.Name ? null : named.Name);
    }
}

/// <summary>A message for the summary, and the field it links to.</summary>
public sealed record FieldError(string Path, string Message);
