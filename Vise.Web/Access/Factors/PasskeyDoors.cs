using Microsoft.AspNetCore.Antiforgery;
using Microsoft.Extensions.Localization;
using Vise.Domain.Users;
using Vise.Web.Shell;

namespace Vise.Web.Access.Factors;

/// <summary>Where <c>passkeys.js</c> asks, and where its forms go.</summary>
public static class PasskeyDoors
{
    /// <summary>What the pages say of a passkey: the query's <c>passkey</c>.</summary>
    public const string Failed = "failed";

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost(AccessPaths.PasskeyOptions, AskAsync).AllowAnonymous().DisableAntiforgery().ExcludeFromDescription();
        app.MapPost(AccessPaths.Passkey, SignInAsync).AllowAnonymous().DisableAntiforgery().ExcludeFromDescription();
        app.MapPost(Paths.AccountPasskeyOptions, AskForNewAsync).DisableAntiforgery().ExcludeFromDescription();
        app.MapPost(Paths.AccountPasskey, AddAsync).DisableAntiforgery().ExcludeFromDescription();
    }

    private static async Task<IResult> AskAsync(HttpContext http, IAntiforgery antiforgery, Passkeys passkeys) =>
        await antiforgery.IsRequestValidAsync(http) ? Results.Content(await passkeys.AskAsync(http), "application/json") : Results.BadRequest();

    // form fields: credential and returnTo
    private static async Task<IResult> SignInAsync(HttpContext http, IAntiforgery antiforgery, Passkeys passkeys)
    {
        if (!await antiforgery.IsRequestValidAsync(http))
        {
            return Results.BadRequest();
        }
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var returnTo = LocalPath.Is(form["returnTo"]) ? form["returnTo"].ToString() : AccessPaths.SignIn;
        if (await passkeys.ShownAsync(http, form["credential"]) is not { } login)
        {
            return Results.LocalRedirect(AccessPaths.Then(AccessPaths.Password, returnTo) + $"&passkey={Failed}");
        }
        // a step-up keeps the session of whoever is there already
        var here = await Authority.SessionAsync(http) is var (known, session) && known.Id == login.Id ? session : null;
        await Authority.OpenSessionAsync(
            http,
            login,
            [.. here is null ? [] : SignInMethods.ListOf(here), SignInMethods.Passkey, SignInMethods.SecondFactor],
            here is null ? null : ViseClaims.SessionOf(here));
        return Results.LocalRedirect(returnTo);
    }

    // form fields: password, and those of AddAsync
    private static async Task<IResult> AskForNewAsync(
        HttpContext http, IAntiforgery antiforgery, Visitor visitor, Passkeys passkeys, SecondFactors factors, IStringLocalizer<SecurityWords> words)
    {
        if ((await visitor.AskAsync(Duty.ApplyForOwnChild, http.RequestAborted)).Answer is not Answer.Granted || !await antiforgery.IsRequestValidAsync(http))
        {
            return Results.BadRequest();
        }
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        if (await factors.OfAsync(http) is not { } login || await factors.IsLockedAsync(http, login))
        {
            return Say("ConfirmFirst");
        }
        return await factors.CheckPasswordAsync(http, login, form["password"]) switch
        {
            null => Say("TooManyTries"),
            false => Say("WrongPassword"),
            true => await passkeys.AskForNewAsync(http, login) is { } options ? Results.Content(options, "application/json") : Say("TooManyPasskeys"),
        };

        IResult Say(string word) => Results.Text(words[word], statusCode: StatusCodes.Status422UnprocessableEntity);
    }

    // form fields: credential, name and returnTo
    private static async Task<IResult> AddAsync(HttpContext http, IAntiforgery antiforgery, Visitor visitor, Passkeys passkeys, SecondFactors factors)
    {
        if ((await visitor.AskAsync(Duty.ApplyForOwnChild, http.RequestAborted)).Answer is not Answer.Granted || !await antiforgery.IsRequestValidAsync(http))
        {
            return Results.BadRequest();
        }
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        if (await factors.OfAsync(http) is not { } login || await factors.IsLockedAsync(http, login)
            || !await passkeys.AddAsync(http, login, form["credential"], form["name"]))
        {
            return Results.LocalRedirect($"{Paths.AccountSecurity}?passkey={Failed}");
        }
        await SecondFactors.NoteAsync(http, login, SignInMethods.Passkey, SignInMethods.SecondFactor);
        // to the authority and back: the app's cookie learns of it
        return Results.LocalRedirect(AccessPaths.Then(AccessPaths.StepUp, LocalPath.Is(form["returnTo"]) ? form["returnTo"].ToString() : Paths.AccountSecurity));
    }
}
