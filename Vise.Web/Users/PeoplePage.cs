using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Vise.Web.Shell.Forms;

namespace Vise.Web.Users;

/// <summary>What the pages of this module share: their words, their errors, and how an error is answered.</summary>
public abstract class PeoplePage : ComponentBase
{
    [CascadingParameter]
    protected HttpContext Http { get; set; } = default!;

    [Inject]
    protected NavigationManager Navigation { get; set; } = default!;

    [Inject]
    protected IStringLocalizer<PeopleWords> Words { get; set; } = default!;

    protected List<FieldError> Errors { get; } = [];

    protected bool HasErrors => Errors.Count > 0;

    protected CancellationToken Ct => Http.RequestAborted;

    protected string? ErrorOf(string path) => Errors.Find(error => error.Path.Equals(path, StringComparison.Ordinal))?.Message;

    /// <summary>Shows what is wrong beside its field.</summary>
    protected void Refuse(string path, string message, int status = StatusCodes.Status422UnprocessableEntity)
    {
        Errors.Add(new FieldError(path, message));
        Http.Response.StatusCode = status;
    }
}

/// <summary>What a page about one address sends.</summary>
public sealed class AddressForm
{
    public string? Address { get; set; }
}
