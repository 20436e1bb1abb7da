using Hangfire;
using Hangfire.Common;
using Vise.Web.Operations;
using Vise.Web.Operations.Jobs;
using Vise.Web.Users.Codes;
using Vise.Web.Users.Data;
using Vise.Web.Users.Guests;
using Vise.Web.Users.Post;

namespace Vise.Web.Users;

/// <summary>People and their accounts: what Program.cs calls.</summary>
public static class UsersSetup
{
    public static WebApplicationBuilder AddUsers(this WebApplicationBuilder builder)
    {
        builder.Services.AddScoped<People.PeopleSayings>().AddScoped<People.PeoplePlace>();
        if (NodeRole.Works(builder.Configuration))
        {
            builder.Services.AddSingleton<PostCarrier>().AddHostedService<PostService>();
        }

        builder.Services.AddScoped<CodeErrands>().AddScoped<CodeSending>().AddSingleton<CodeThrottle>();
        builder.Services.AddScoped<GuestEntry>().AddSingleton<GuestThrottle>();
        builder.Services.AddSingleton(PrivacySettings.From(builder.Configuration)).AddSingleton<ErasureJobs>();
        builder.Services.AddSingleton(new RecurringWork("erasures", Cron.Minutely(), Job.FromExpression<ErasureJobs>(jobs => jobs.CarryAsync(CancellationToken.None))));
        builder.Services.AddScoped<FreshProof>().AddScoped<DataExport>().AddScoped<ExportIndex>();
        return builder;
    }

    /// <summary>What this module answers beside its pages. Before <c>MapShell</c>.</summary>
    public static WebApplication MapUsers(this WebApplication app)
    {
        DataExport.Map(app);
        return app;
    }
}
