using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption.ConfigurationModel;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OpenIddict.Server;
using OpenIddict.Validation.AspNetCore;
using Vise.Data.Operations;
using Vise.Web.Access.Factors;
using Vise.Web.Shell;

namespace Vise.Web.Access;

/// <summary>Sign-in and access: what Program.cs calls.</summary>
public static class SignInSetup
{
    private const string ByPath = "by-path";

    /// <summary>
    /// Adds sign-in, API tokens, duties and the visitor. Call it after <c>AddInteractiveServerComponents</c>, whose
    /// authentication state it replaces by one that is rechecked. A wrong setting throws with a sentence for the operator.
    /// </summary>
    public static WebApplicationBuilder AddSignIn(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        var settings = AccessSettings.From(builder.Configuration);
        services.AddSingleton(settings);
        services.AddDbContext<AuthContext>((known, options) => options.UseNpgsql(settings.AuthConnection).UseSnakeCaseNamingConvention()
            .AddInterceptors(new QueryTimes(known.GetRequiredService<ILogger<AuthContext>>())));
        // with another authority too: the options decide the shape of AuthContext
        services.AddIdentityCore<Login>(options =>
        {
            // a login has an e-mail address, a mobile number or both; the database keeps each of them to one login
            options.User.RequireUniqueEmail = false;
            options.User.AllowedUserNameCharacters = "";
            options.Password = new PasswordOptions
            {
                RequiredLength = PasswordRules.Shortest,
                RequiredUniqueChars = 1,
                RequireDigit = false,
                RequireLowercase = false,
                RequireUppercase = false,
                RequireNonAlphanumeric = false,
            };
            options.Stores.SchemaVersion = IdentitySchemaVersions.Version3;
        }).AddPasswordValidator<PasswordRules>().AddEntityFrameworkStores<AuthContext>().AddUserStore<LoginStore>()
            .AddTokenProvider<DataProtectorTokenProvider<Login>>(TokenOptions.DefaultProvider);
        SecondFactorSetup.Add(services, settings);
        // cookies and tokens are opened with each request: sealed in one pass they cost less than with cipher and hash apart. Keys that are there keep what they were made with
        services.AddDataProtection().SetApplicationName("vise").PersistKeysToDbContext<AuthContext>()
            .UseCryptographicAlgorithms(new AuthenticatedEncryptorConfiguration { EncryptionAlgorithm = EncryptionAlgorithm.AES_256_GCM });
        SessionKeySeal.Add(services);
        services.AddSingleton<LinkCookie>();
        services.AddHttpContextAccessor();
        services.AddProblemDetails();
        services.AddLocalization();
        AddBrowser(services, settings);
        if (settings.IsEmbedded)
        {
            AddAuthority(services, settings);
        }
        AddTokenValidation(services, settings);
        AddDuties(services);
        return builder;
    }

    /// <summary>Puts the demo accounts in place, in demo mode only; needs the owner's connection and does nothing without it.</summary>
    public static Task PrepareSignInAsync(this WebApplication app) =>
        DemoSeed.RunAsync(app.Services, app.Configuration[Operations.Connections.ViseOwner], app.Lifetime.ApplicationStopping);

    /// <summary>Recognises the visitor and holds every endpoint to its policy. After the error pages.</summary>
    public static WebApplication UseSignIn(this WebApplication app)
    {
        if (app.Services.GetService<TokenThrottle>() is not null)
        {
            TokenThrottle.Use(app);
        }
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
        return app;
    }

    /// <summary>The endpoints of sign-in; its pages are Razor components.</summary>
    public static WebApplication MapSignIn(this WebApplication app)
    {
        using (var scope = app.Services.CreateScope())
        {
            if (scope.ServiceProvider.GetRequiredService<AuthenticationStateProvider>() is not CircuitRecheck)
            {
                throw new InvalidOperationException("AddSignIn stands after AddInteractiveServerComponents, else open circuits are never rechecked.");
            }
        }
        BrowserSignIn.Map(app);
        GrantChoice.Map(app);
        SecondFactorSetup.Map(app);
        LinkCookie.Map(app);
        if (app.Services.GetRequiredService<AccessSettings>().IsEmbedded)
        {
            Authority.Map(app);
        }
        return app;
    }

    private static void AddBrowser(IServiceCollection services, AccessSettings settings)
    {
        services
            .AddAuthentication(options =>
            {
                options.DefaultScheme = ByPath;
                options.DefaultChallengeScheme = ByPath + "-challenge";
            })
            .AddPolicyScheme(ByPath, null, o => o.ForwardDefaultSelector = http =>
                IsApi(http) ? OpenIddictValidationAspNetCoreDefaults.AuthenticationScheme : CookieAuthenticationDefaults.AuthenticationScheme)
            .AddPolicyScheme(ByPath + "-challenge", null, o => o.ForwardDefaultSelector = http =>
                IsApi(http) ? OpenIddictValidationAspNetCoreDefaults.AuthenticationScheme : BrowserSignIn.ChallengeOf(http.Request))
            .AddCookie(o => BrowserSignIn.Configure(o, settings))
            .AddOpenIdConnect(o => BrowserSignIn.Configure(o, settings));
        services.AddSingleton<InsideChannel>();
        services.AddOptions<OpenIdConnectOptions>(OpenIdConnectDefaults.AuthenticationScheme).Configure<InsideChannel>((options, channel) => options.BackchannelHttpHandler = channel);
        services.AddAntiforgery(o => BrowserSignIn.Name(o.Cookie, "vise-form", settings));
        CookielessPages.AddTo(services);
        services.AddSingleton<SignOutProof>().AddSingleton<KnownDevices>().AddScoped<LoginBook>();
        services.AddTransient<IClaimsTransformation, GrantChoice>();
    }

    private static void AddAuthority(IServiceCollection services, AccessSettings settings)
    {
        services.AddAuthentication().AddCookie(Authority.Scheme, o => BrowserSignIn.ConfigureAuthority(o, settings));
        services.AddSingleton<TokenThrottle>();
        services.AddScoped<PasswordCheck>();
        services.AddSingleton<AuthorityKeys>();
        services.AddSingleton<IConfigureOptions<OpenIddictServerOptions>>(sp => sp.GetRequiredService<AuthorityKeys>());
        services.AddHostedService<AuthorityStart>();
        services.AddScoped<DemoSeed>();
        services.AddOpenIddict()
            .AddCore(core => core.UseEntityFrameworkCore().UseDbContext<AuthContext>().ReplaceDefaultEntities<Guid>())
            .AddServer(server =>
            {
                server.SetIssuer(settings.Address)
                    .SetAuthorizationEndpointUris(AccessPaths.Authorize[1..])
                    .SetTokenEndpointUris(AccessPaths.Token[1..])
                    .SetEndSessionEndpointUris(AccessPaths.EndSession[1..])
                    .SetUserInfoEndpointUris(AccessPaths.UserInfo[1..])
                    .AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange()
                    .AllowClientCredentialsFlow()
                    .DisableAccessTokenEncryption()
                    .RegisterScopes(OpenIddict.Abstractions.OpenIddictConstants.Scopes.Email, OpenIddict.Abstractions.OpenIddictConstants.Scopes.Profile, Authority.ApiScope);
                var host = server.UseAspNetCore()
                    .EnableAuthorizationEndpointPassthrough().EnableTokenEndpointPassthrough().EnableEndSessionEndpointPassthrough();
                if (!settings.IsHttps)
                {
                    host.DisableTransportSecurityRequirement();
                }
            });
    }

    private static void AddTokenValidation(IServiceCollection services, AccessSettings settings) =>
        services.AddOpenIddict().AddValidation(validation =>
        {
            validation.UseAspNetCore();
            if (settings.IsEmbedded)
            {
                validation.UseLocalServer();
                validation.AddAudiences(Authority.ApiScope);
                validation.EnableTokenEntryValidation();
            }
            else
            {
                validation.SetIssuer(settings.Authority);
                validation.AddAudiences(settings.Audience);
                validation.UseSystemNetHttp();
            }
        });

    private static void AddDuties(IServiceCollection services)
    {
        services.AddAuthorization(DutyPolicies.Add);
        services.AddCascadingAuthenticationState();
        services.AddScoped<IAuthorizationHandler, DutyHandler>();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, RefusalAnswers>();
        services.AddScoped<Visitor>();
        services.AddScoped<AuthenticationStateProvider, CircuitRecheck>();
        services.AddScoped<CircuitHandler, CircuitEntry>();
    }

    private static bool IsApi(HttpContext http) => http.Request.Path.StartsWithSegments(AccessPaths.Api, StringComparison.OrdinalIgnoreCase);
}
