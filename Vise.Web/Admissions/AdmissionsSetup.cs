using Hangfire;
using Hangfire.Common;
using Vise.Web.Access;
using Vise.Web.Admissions.Desk;
using Vise.Web.Admissions.Family;
using Vise.Web.Admissions.Letters;
using Vise.Web.Admissions.Notices;
using Vise.Web.Operations;
using Vise.Web.Operations.Jobs;

namespace Vise.Web.Admissions;

public static class AdmissionsSetup
{
    public static WebApplicationBuilder AddAdmissions(this WebApplicationBuilder builder)
    {
        builder.Services.AddScoped<Sayings>().AddSingleton<DemoApplications>();
        builder.Services.AddScoped<Cycles.CycleSayings>().AddScoped<Paper.PaperForm>();
        builder.Services.AddScoped<Deciding>().AddScoped<RecordReader>().AddScoped<QueuePlace>().AddTransient<DecisionInHand>();
        builder.Services.AddScoped<WalkInClasses>().AddScoped<WalkInForms>();
        builder.Services.AddFamily().AddLetters();
        builder.Services.AddBackground(builder.Configuration);
        return builder;
    }

    /// <summary>Deadlines as jobs, and the outbox.</summary>
    private static void AddBackground(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<DeadlineJobs>().AddSingleton(Reminders.Read(configuration)).AddSingleton<FamilyNotice>();
        services.AddSingleton(new RecurringWork("expire-drafts", Cron.Minutely(), Job.FromExpression<DeadlineJobs>(jobs => jobs.ExpireDraftsAsync(CancellationToken.None))));
        services.AddSingleton(new RecurringWork("warn-drafts", Cron.Minutely(), Job.FromExpression<DeadlineJobs>(jobs => jobs.WarnDraftsAsync(CancellationToken.None))));
        services.AddSingleton(new RecurringWork("remind-families", Cron.Minutely(), Job.FromExpression<DeadlineJobs>(jobs => jobs.RemindAsync(CancellationToken.None))));
        services.AddSingleton(new RecurringWork("expire-offers", Cron.Minutely(), Job.FromExpression<DeadlineJobs>(jobs => jobs.ExpireOffersAsync(CancellationToken.None))));
        services.AddSingleton(new RecurringWork("expire-fees", Cron.Minutely(), Job.FromExpression<DeadlineJobs>(jobs => jobs.ExpireFeesAsync(CancellationToken.None))));
        services.AddSingleton(new RecurringWork("sweep-documents", Cron.Hourly(), Job.FromExpression<DeadlineJobs>(jobs => jobs.SweepDocumentsAsync(CancellationToken.None))));
        if (NodeRole.Works(configuration))
        {
            services.AddSingleton<EffectCarrier>().AddHostedService<OutboxService>();
        }
    }

    /// <summary>What admissions answers beside its pages. Before <c>MapShell</c>.</summary>
    public static WebApplication MapAdmissions(this WebApplication app)
    {
        app.MapDesk();
        app.MapFamily();
        app.MapLetters();
        return app;
    }

    /// <summary>Applications to look at, in demo mode only; after the accounts are there.</summary>
    public static async Task PrepareAdmissionsAsync(this WebApplication app)
    {
        if (app.Services.GetRequiredService<AccessSettings>() is { DemoEnabled: true, IsEmbedded: true } && app.Configuration.Has(Connections.ViseOwner) && app.Configuration.GetValue("Demo:Applications", true))
        {
            await app.Services.GetRequiredService<DemoApplications>().MakeAsync();
        }
    }
}
