using Hangfire;
using Hangfire.Common;
using Hangfire.PostgreSql;
using Vise.Data.Admissions;
using Vise.Data.Users;
using Vise.Web.Access;
using Vise.Web.Operations.Messages;

namespace Vise.Web.Operations.Jobs;

/// <summary>A job that runs again and again. A module adds its own as services of this type.</summary>
/// <param name="Id">Its name, for example <c>expire-drafts</c>; words for it are <c>Job.expire-drafts</c>.</param>
/// <param name="Cron">When.</param>
/// <param name="Job">What.</param>
public sealed record RecurringWork(string Id, string Cron, Job Job);

/// <summary>Background work: Hangfire on the schema <c>jobs</c> through the login <c>vise_auth</c>, and the channels messages go by.</summary>
public static class JobsSetup
{
    /// <summary>Setting, true by default: whether this process runs jobs and carries the outbox, or only serves pages.</summary>
    public const string RunSetting = "Jobs:Run";

    public static bool RunsJobs(this IConfiguration configuration) => configuration.GetValue(RunSetting, true);

    internal static void Check(IConfiguration configuration)
    {
        if (configuration.Has(RunSetting) && !bool.TryParse(configuration[RunSetting], out _))
        {
            throw new SettingsException($"{RunSetting} must be true or false, not '{configuration[RunSetting]}'.");
        }

        _ = SmtpSettings.Read(configuration);
    }

    public static WebApplicationBuilder AddJobs(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddHangfire((provider, settings) => settings
            .UseSimpleAssemblyNameTypeSerializer()
            .UseRecommendedSerializerSettings()
            .UsePostgreSqlStorage(
                storage => storage.UseNpgsqlConnection(provider.GetRequiredService<AccessSettings>().AuthConnection),
                // the tables come with the migrations; the login may not make any
                new PostgreSqlStorageOptions { SchemaName = "jobs", PrepareSchemaIfNecessary = false, QueuePollInterval = TimeSpan.FromSeconds(5) }));
        services.AddSingleton<JobsBook>();
        if (builder.Configuration.RunsJobs())
        {
            services.AddHangfireServer(server =>
            {
                server.WorkerCount = 2;
                server.ServerName = "vise-" + Environment.MachineName.ToLowerInvariant();
            });
            services.AddHostedService<JobsStart>();
        }

        AddChannel(builder);
        return builder;
    }

    // in demo mode the mailbox stands in for the ways that are not set
    private static void AddChannel(WebApplicationBuilder builder)
    {
        var (smtp, demo) = (SmtpSettings.Read(builder.Configuration), DemoMode.IsOn(builder.Configuration));
        builder.Services.AddSingleton(provider =>
        {
            var mailbox = demo ? new MailboxChannel(provider.GetRequiredService<MailboxDesk>(), provider.GetRequiredService<PostBox>()) : null;
            return new MessageChannels(smtp is null ? mailbox : new SmtpChannel(smtp), mailbox);
        });
        if (smtp is not null || demo)
        {
            builder.Services.AddSingleton(provider => provider.GetRequiredService<MessageChannels>().For("@")!);
        }
    }
}

/// <summary>Tells Hangfire which work recurs.</summary>
internal sealed class JobsStart(IRecurringJobManager jobs, IEnumerable<RecurringWork> works) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var work in works)
        {
            jobs.AddOrUpdate(work.Id, work.Job, work.Cron, new RecurringJobOptions { MisfireHandling = MisfireHandlingMode.Ignorable });
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
