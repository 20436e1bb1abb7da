using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Vise.Web.Access;

namespace Vise.Web.Shell.Api;

/// <summary>The OpenAPI document; <see cref="ApiReferencePage"/> writes it out to read.</summary>
public static class ApiDescription
{
    internal const string Scheme = "vise";
    internal const string Version = "v1";

    private const string About = """
        Admissions for networks of schools. Get a token with client credentials at /connect/token and send it as Authorization: Bearer.
        Ids are sixteen characters with a check character; statuses are lower case; dates are yyyy-MM-dd; times are UTC; money is paise.
        Lists come in pages: follow next as cursor. Answers carry an ETag: send it back as If-None-Match to get 304, or as If-Match to change only what
        you have seen. Problems are RFC 9457 documents in English or Hindi (Accept-Language), with every field's messages under errors.
        """;

    internal static void Add(IServiceCollection services) => services.AddOpenApi(Version, options =>
    {
        options.ShouldInclude = action => action.RelativePath?.StartsWith(ApiPaths.V1[1..], StringComparison.Ordinal) == true;
        options.AddDocumentTransformer(DescribeAsync);
        options.AddOperationTransformer(ApiOperations.DescribeAsync);
    });

    internal static void Map(WebApplication app) => app.MapOpenApi(ApiPaths.OpenApiTemplate).AllowAnonymous();

    private static Task DescribeAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken ct)
    {
        var settings = context.ApplicationServices.GetRequiredService<AccessSettings>();
        document.Info = new OpenApiInfo { Title = "VISE API", Version = Version, Description = About };
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.Components ??= new OpenApiComponents();
        document.Components.Schemas ??= new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal);
        document.Components.Schemas[ApiOperations.Problem] = ApiOperations.ProblemSchema();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal) { [Scheme] = SchemeOf(settings) };
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, document)] = [] }];
        return Task.CompletedTask;
    }

    private static OpenApiSecurityScheme SchemeOf(AccessSettings settings) => settings.IsEmbedded
        ? new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.OAuth2,
            Flows = new OpenApiOAuthFlows
            {
                ClientCredentials = new OpenApiOAuthFlow
                {
                    TokenUrl = new Uri(AccessPaths.Token, UriKind.Relative),
                    Scopes = new Dictionary<string, string>(StringComparer.Ordinal) { [Authority.ApiScope] = "The VISE API" },
                },
            },
        }
        : new OpenApiSecurityScheme { Type = SecuritySchemeType.OpenIdConnect, OpenIdConnectUrl = new Uri(settings.Authority.AbsoluteUri.TrimEnd('/') + "/.well-known/openid-configuration") };
}
