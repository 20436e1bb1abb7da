using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;

namespace Vise.Web.Shell.Api;

/// <summary>What an endpoint says of itself beyond its types: its problems, its examples, and that its body is the admission form.</summary>
public static class ApiOperations
{
    internal const string Problem = "Problem";
    private const string ProblemType = "application/problem+json";

    /// <summary>The statuses that come as problems, beside those that every address may give.</summary>
    public static TBuilder Problems<TBuilder>(this TBuilder endpoint, params int[] statuses)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new ProblemStatuses(statuses));

    /// <summary>An example of an answer.</summary>
    public static TBuilder Example<TBuilder>(this TBuilder endpoint, int status, object value)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new AnswerExample(status, value));

    /// <summary>An example of a body.</summary>
    public static TBuilder ExampleRequest<TBuilder>(this TBuilder endpoint, object value)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new RequestExample(value));

    /// <summary>The body is described by a schema and an example of its own; at most so many bytes are read.</summary>
    public static TBuilder TakesBody<TBuilder>(this TBuilder endpoint, int largest, Func<OpenApiSchema> schema, Func<JsonNode> example)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new RequestSizeLimitAttribute(largest), new OwnBody(schema, example));

    /// <summary>A header that the endpoint reads.</summary>
    public static TBuilder ReadsHeader<TBuilder>(this TBuilder endpoint, string name, string description, bool required = false)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new ReadHeader(name, description, required));

    internal static Task DescribeAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        var about = context.Description.ActionDescriptor.EndpointMetadata;
        var everyone = about.OfType<IAllowAnonymous>().Any();
        int[] always = everyone ? [429, 503] : [401, 403, 429, 503];
        operation.Responses ??= [];
        foreach (var status in about.OfType<ProblemStatuses>().SelectMany(problems => problems.Statuses).Concat(always).Distinct().Order())
        {
            var code = status.ToString(System.Globalization.CultureInfo.InvariantCulture);
            operation.Responses[code] = new OpenApiResponse
            {
                Description = ReasonPhrases.GetReasonPhrase(status),
                Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
                {
                    [ProblemType] = new OpenApiMediaType { Schema = new OpenApiSchemaReference(Problem, context.Document), Example = status == 422 ? ProblemExample() : null },
                },
            };
        }

        if (everyone)
        {
            operation.Security = [];
        }

        var once = string.Equals(context.Description.HttpMethod, HttpMethods.Post, StringComparison.Ordinal)
            ? [new ReadHeader(OnceDoor.Header, "1-200 characters: the same request sent again within 24 hours is carried out once and answered the same", Required: false)]
            : Array.Empty<ReadHeader>();
        foreach (var header in about.OfType<ReadHeader>().Concat(once))
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = header.Name,
                In = ParameterLocation.Header,
                Description = header.Description,
                Required = header.Required,
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            });
        }

        foreach (var example in about.OfType<AnswerExample>())
        {
            var code = example.Status.ToString(System.Globalization.CultureInfo.InvariantCulture);
            if (operation.Responses.TryGetValue(code, out var answer))
            {
                SetExample(answer.Content, JsonSerializer.SerializeToNode(example.Value, ApiJson.Options)!);
            }
        }

        if (about.OfType<RequestExample>().FirstOrDefault() is { } request)
        {
            SetExample(operation.RequestBody?.Content, JsonSerializer.SerializeToNode(request.Value, ApiJson.Options)!);
        }

        if (about.OfType<OwnBody>().FirstOrDefault() is { } own)
        {
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
                {
                    ["application/json"] = new OpenApiMediaType { Schema = own.Schema(), Example = own.Example() },
                },
            };
        }

        return Task.CompletedTask;
    }

    internal static OpenApiSchema ProblemSchema() => new()
    {
        Type = JsonSchemaType.Object,
        Description = "RFC 9457. type is stable; detail is in the language of the request.",
        Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
        {
            ["type"] = new OpenApiSchema { Type = JsonSchemaType.String },
            ["title"] = new OpenApiSchema { Type = JsonSchemaType.String },
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer },
            ["detail"] = new OpenApiSchema { Type = JsonSchemaType.String },
            ["errors"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Description = "Each field's messages, all at once.",
                AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String } },
            },
        },
    };

    private static JsonObject ProblemExample() => new()
    {
        ["type"] = ApiProblems.TypeOf("FormIncomplete"),
        ["title"] = "The form needs mending",
        ["status"] = 422,
        ["detail"] = "2 answers need mending.",
        ["errors"] = new JsonObject
        {
            ["child.birthDate"] = new JsonArray("This date is in the future. Check the year."),
            ["parents.0.mobile"] = new JsonArray("Write a 10-digit Indian mobile number that starts with 6, 7, 8 or 9."),
        },
    };

    private static void SetExample(IDictionary<string, OpenApiMediaType>? content, JsonNode example)
    {
        if (content?.Values.FirstOrDefault() is { } media)
        {
            media.Example = example;
        }
    }

    private sealed record ProblemStatuses(IReadOnlyList<int> Statuses);

    private sealed record AnswerExample(int Status, object Value);

    private sealed record ReadHeader(string Name, string Description, bool Required);

    private sealed record RequestExample(object Value);

    private sealed record OwnBody(Func<OpenApiSchema> Schema, Func<JsonNode> Example);
}
