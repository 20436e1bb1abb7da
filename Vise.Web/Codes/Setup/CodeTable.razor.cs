using System.Globalization;
using Microsoft.AspNetCore.Components;
using Vise.Data.Codes;
using Vise.Web.Admissions.Desk;

namespace Vise.Web.Codes.Setup;

/// <summary>A list of set-up: searched, sorted, and a page at a time. It reads anew when its key changes.</summary>
public sealed partial class CodeTable(ListPlaces places, NavigationManager navigation) : CircuitComponent
{
    private CodePage? _page;
    private CodeCursor? _after;
    private string _search = "";
    private bool _byCode;
    private bool _descending;

    /// <summary>The id of its title; one a page.</summary>
    [Parameter, EditorRequired]
    public string Id { get; set; } = "";

    [Parameter, EditorRequired]
    public string Title { get; set; } = "";

    /// <summary>Reads a page, asking for its duty itself.</summary>
    [Parameter, EditorRequired]
    public Func<ListWish, Task<CodePage>> Load { get; set; } = default!;

    /// <summary>Where a row leads.</summary>
    [Parameter, EditorRequired]
    public Func<CodeRow, string> Href { get; set; } = default!;

    /// <summary>What the parts of a row are called.</summary>
    [Parameter, EditorRequired]
    public string PartsTitle { get; set; } = "";

    /// <summary>What the place of a row is called; null: rows have none.</summary>
    [Parameter]
    public string? PlaceTitle { get; set; }

    /// <summary>Said when there is nothing at all.</summary>
    [Parameter]
    public string Empty { get; set; } = "";

    /// <summary>What can be done beside the title.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    /// <summary>Told when the first page is there.</summary>
    [Parameter]
    public EventCallback OnRead { get; set; }

    protected override async Task OnInitializedAsync()
    {
        if (RendererInfo.IsInteractive)
        {
            if (places.At(Place) is { } last)
            {
                (_search, _byCode, _descending, _after) = (last.Search, last.ByCode, last.Descending, last.After);
            }

            await ReadAsync();
            await OnRead.InvokeAsync();
        }
    }

    private string Place => new Uri(navigation.Uri).AbsolutePath;

    private async Task ReadAsync()
    {
        var wish = new ListWish(_search, _byCode, _descending, CultureInfo.CurrentUICulture.Name, _after);
        places.Keep(Place, wish);
        _page = await Load(wish);
    }

    private Task FirstAsync()
    {
        _after = null;
        return ReadAsync();
    }

    private Task NextAsync()
    {
        _after = _page?.Next;
        return ReadAsync();
    }

    private Task SortAsync(bool byCode)
    {
        (_descending, _byCode) = (_byCode == byCode && !_descending, byCode);
        return FirstAsync();
    }
}
