using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Localization;
using Vise.Data.Admissions;
using Vise.Domain.Admissions;
using Vise.Domain.Users;
using Vise.Web.Access;
using Vise.Web.Shell;

namespace Vise.Web.Admissions.Letters;

/// <summary>Letters beside their pages: the file to keep, and the language that a letter's address names.</summary>
public static class LetterRoutes
{
    private static readonly string[] Sheets = ["css/tokens.css", "css/base.css", "css/print.css", "css/letter.css"];

    public static IServiceCollection AddLetters(this IServiceCollection services) => services
        .AddScoped<LetterWriter>()
        .PostConfigure<RequestLocalizationOptions>(options => options.RequestCultureProviders.Insert(0, new CustomRequestCultureProvider(http => Task.FromResult(Named(http)))));

    public static void MapLetters(this IEndpointRouteBuilder routes) =>
        routes.MapGet(Paths.LetterFileTemplate, KeepAsync).RequireAuthorization(nameof(Duty.ApplyForOwnChild)).ExcludeFromDescription();

    // a clerk prints a family's letter in the family's language, and reads on in the own
    private static ProviderCultureResult? Named(HttpContext http) =>
        Paths.AboveLetter(http.Request.Path.Value) is not null && Languages.Meant(http.Request.Query[Paths.LanguageQuery]) is { } tag
            ? new ProviderCultureResult(tag) : null;

    private static async Task<IResult> KeepAsync(string id, string letter, HttpContext http, Visitor visitor, LetterQueries letters, LetterWriter writer, IWebHostEnvironment web)
    {
        var ct = http.RequestAborted;
        if (!ApplicationId.TryParse(id, out var known) || !LetterName.TryParse(letter, out var name)
            || (await visitor.AskAsync(Duty.ApplyForOwnChild, ct)).Actor is not { } actor
            || (await letters.OpenAsync(actor, known, name, ct)).Value is not { } opened)
        {
            return Results.NotFound();
        }

        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"{name}-{known}.html\"";
        return new RazorComponentResult<LetterFile>(new { Text = await writer.WriteAsync(opened, ct), Style = await StyleAsync(web, ct) });
    }

    private static async Task<string> StyleAsync(IWebHostEnvironment web, CancellationToken ct)
    {
        List<string> style = [];
        foreach (var sheet in Sheets)
        {
            using var reader = new StreamReader(web.WebRootFileProvider.GetFileInfo(sheet).CreateReadStream());
            style.Add(await reader.ReadToEndAsync(ct));
        }

        return string.Join('\n', style);
    }
}
