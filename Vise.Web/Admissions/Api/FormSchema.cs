using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Vise.Domain.Admissions;
using Vise.Web.Shell.Api;

namespace Vise.Web.Admissions.Api;

/// <summary>The form's schema, made from its own list of fields, and its example, <c>samples/admission-form.json</c>.</summary>
internal static class FormSchema
{
    private const string Sample = "Vise.Web.admission-form.json";

    public static TBuilder TakesForm<TBuilder>(this TBuilder endpoint, int largest)
        where TBuilder : IEndpointConventionBuilder => endpoint.TakesBody(largest, Make, Example);

    public static JsonNode Example()
    {
        using var sample = typeof(FormSchema).Assembly.GetManifestResourceStream(Sample)!;
        return JsonNode.Parse(sample)!;
    }

    private static OpenApiSchema Make()
    {
        var whole = Empty();
        foreach (var field in AdmissionForm.Fields)
        {
            Put(whole, field.Path.Split('.'), Leaf(field));
        }

        foreach (var name in SoughtSchool.Names)
        {
            Put(whole, name.Split('.'), new OpenApiSchema { Type = JsonSchemaType.String });
        }

        whole.Properties!["questions"] = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = "Answers to the cycle's own questions, by key: text, number, date, true or false, an option's code, or a list of codes.",
            AdditionalPropertiesAllowed = true,
        };
        return whole;
    }

    private static void Put(OpenApiSchema at, string[] path, OpenApiSchema leaf)
    {
        for (var step = 0; step < path.Length - 1; step++)
        {
            if (char.IsAsciiDigit(path[step + 1][0]))
            {
                var list = at.Properties!.TryGetValue(path[step], out var known) ? (OpenApiSchema)known : new OpenApiSchema { Type = JsonSchemaType.Array, Items = Empty(), MaxItems = path[step] == "parents" ? AdmissionForm.MostParents : AdmissionForm.MostSiblings };
                at.Properties[path[step]] = list;
                at = (OpenApiSchema)list.Items!;
                step++;
            }
            else
            {
                var part = at.Properties!.TryGetValue(path[step], out var known) ? (OpenApiSchema)known : Empty();
                at.Properties[path[step]] = part;
                at = part;
            }
        }

        at.Properties![path[^1]] = leaf;
    }

    private static OpenApiSchema Leaf(FormField field) => new()
    {
        Type = field.Kind switch { FieldKind.YesNo => JsonSchemaType.Boolean, FieldKind.Percent or FieldKind.Rupees => JsonSchemaType.Number, _ => JsonSchemaType.String },
        Format = field.Kind switch { FieldKind.Date => "date", FieldKind.Email => "email", _ => null },
        MaxLength = field.Kind is FieldKind.YesNo or FieldKind.Percent or FieldKind.Rupees ? null : field.MaxLength,
        Description = string.Join(' ', new[]
        {
            field.List is { } list ? $"A code of the list {list}." : null,
            field.OpenWhen is { } opener ? $"Counts only where {opener.Path} is {string.Join(" or ", opener.Answers.Select(answer => answer switch { "yes" => "true", "no" => "false", _ => answer }))}." : null,
            field.Required ? "Needed to submit." : null,
        }.OfType<string>()),
    };

    private static OpenApiSchema Empty() => new() { Type = JsonSchemaType.Object, Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal) };
}
