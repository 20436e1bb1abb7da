using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using MudBlazor;

namespace Vise.Web.Shell.Layouts;

/// <summary>The frame of interactive staff pages, with what MudBlazor needs around it.</summary>
public sealed partial class DeskLayout
{
    private MudThemeProvider? _themes;
    private ErrorBoundary? _boundary;
    private bool _dark;

    [CascadingParameter(Name = "Theme")]
    private string? Theme { get; set; }

    protected override void OnInitialized() => _dark = Theme is "dark";

    // a page that failed must not keep the next one from showing
    protected override void OnParametersSet() => _boundary?.Recover();

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender && Theme is null && _themes is not null && await _themes.GetSystemDarkModeAsync())
        {
            _dark = true;
            StateHasChanged();
        }
    }
}
