using Hangfire;
using Hangfire.Common;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Vise.Data.Users;
using Vise.Web.Operations.Jobs;

namespace Vise.Web.Access.Factors;

/// <summary>Sessions, second factors and passkeys: the part of sign-in that <see cref="SignInSetup"/> calls.</summary>
internal static class SecondFactorSetup
{
    internal static void Add(IServiceCollection services, AccessSettings settings)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<SessionDesk>();
        services.TryAddSingleton<OnceDesk>();
        services.AddSingleton<SecondFactorRule>().AddSingleton<Sessions>();
        services.AddTransient<SessionJobs>();
        services.AddSingleton(new RecurringWork("prune-sessions", Cron.Hourly(17), Job.FromExpression<SessionJobs>(jobs => jobs.PruneAsync(CancellationToken.None))));
        // with another authority too: the pages ask them and find nothing
        services.AddSingleton<SignInThrottle>().AddSingleton<CodeThrottle>();
        services.AddScoped<SecondFactors>().AddScoped<Passkeys>();
        services.AddScoped<IPasskeyHandler<Login>, PasskeyHandler<Login>>();
        services.Configure<IdentityPasskeyOptions>(options => Passkeys.Configure(options, settings));
    }

    internal static void Map(IEndpointRouteBuilder app)
    {
        StepUp.Map(app);
        PasskeyDoors.Map(app);
    }
}
