using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Vise.Web.Shell.Api;

/// <summary>The API's addresses to read, written out of its OpenAPI document by VISE itself.</summary>
public sealed partial class ApiReferencePage
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Inject(Key = ApiDescription.Version)]
    private IOpenApiDocumentProvider Description { get; set; } = default!;

    [CascadingParameter]
    private HttpContext Http { get; set; } = default!;

    private string? About { get; set; }

    private IReadOnlyList<IGrouping<string, Call>> Groups { get; set; } = [];

    private static string Language => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;

    protected override async Task OnInitializedAsync()
    {
        var document = await Description.GetOpenApiDocumentAsync(Http.RequestAborted);
        About = document.Info.Description;
        Groups =
        [
            .. document.Paths
                .SelectMany(path => (path.Value.Operations ?? []).Select(operation => CallOf(path.Key, operation.Key, operation.Value)))
                .GroupBy(call => call.Group, StringComparer.Ordinal),
        ];
    }

    private static string Anchor(string group) => "group-" + group.Replace(' ', '-').ToLowerInvariant();

    private static Call CallOf(string path, HttpMethod method, OpenApiOperation operation) => new(
        operation.Tags?.FirstOrDefault()?.Name ?? "API",
        "call-" + operation.OperationId,
        method.Method,
        path,
        operation.Summary,
        operation.Description,
        [.. (operation.Parameters ?? []).Select(parameter => (parameter.Name ?? "", AboutOf(parameter)))],
        Written(operation.RequestBody?.Content),
        [.. (operation.Responses ?? []).Select(answer => (answer.Key, answer.Value.Description ?? "", Written(answer.Value.Content)))]);

    private static string AboutOf(IOpenApiParameter parameter) => string.Join(", ", new[]
    {
        parameter.In?.ToString().ToLowerInvariant(),
        parameter.Required ? "required" : null,
        parameter.Description,
    }.Where(part => !string.IsNullOrEmpty(part)));

    private static string? Written(IDictionary<string, OpenApiMediaType>? content) =>
        content?.Values.Select(media => media.Example).OfType<JsonNode>().FirstOrDefault()?.ToJsonString(Readable);

    private sealed record Call(
        string Group, string Id, string Method, string Path, string? Summary, string? Description,
        IReadOnlyList<(string Name, string About)> Parameters, string? Request, IReadOnlyList<(string Status, string About, string? Example)> Answers);
}
