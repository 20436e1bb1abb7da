using System.Security.Claims;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Web;
using MudBlazor;

namespace Vise.Web.Shell.Layouts;

/// <summary>The frame of staff pages: plain HTML, since MudBlazor's own layout and menu cost 400 KB a circuit.</summary>
public sealed partial class DeskLayout
{
    private MudThemeProvider? _themes;
    private ErrorBoundary? _boundary;
    private bool _dark;

    [CascadingParameter(Name = "Theme")]
    private string? Theme { get; set; }

    [CascadingParameter]
    private Task<AuthenticationState>? Authentication { get; set; }

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    private ClaimsPrincipal? User { get; set; }

    private string Here => "/" + Navigation.ToBaseRelativePath(Navigation.Uri).Split('#')[0];

    protected override async Task OnInitializedAsync()
    {
        _dark = Theme is "dark";
        User = Authentication is null ? null : (await Authentication).User;
    }

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
