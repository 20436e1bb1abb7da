using Microsoft.Extensions.Caching.StackExchangeRedis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Vise.Data.Admissions;
using Vise.Data.Caching;
using Vise.Data.Codes;
using Vise.Data.Finance;
using Vise.Data.Operations;
using Vise.Data.Secrets;
using Vise.Data.Users;
using ZiggyCreatures.Caching.Fusion;

namespace Vise.Data;

public static class DataSetup
{
    /// <summary>
    /// The door to data, the desks, the cache and the keys. Reads ConnectionStrings:Vise and :Redis, Secrets:KeyFile and Documents:Directory
    /// when they are first needed.
    /// </summary>
    public static IServiceCollection AddViseData(this IServiceCollection services)
    {
        services.AddSingleton(provider => new NpgsqlDataSourceBuilder(Setting(provider, "ConnectionStrings:Vise")).Build());
        services.AddSingleton<BranchDb>();
        services.AddSingleton(provider => FieldKeys.Load(Setting(provider, "Secrets:KeyFile"), MayMakeKeys(provider)));
        services.AddSingleton<FieldSeal>();
        services.AddSingleton(provider => new DocumentStore(Setting(provider, "Documents:Directory")));
        services.AddSingleton<ReferenceCodes>().AddSingleton<FormTermsReader>();
        services.AddSingleton<AccountDesk>();
        services.AddSingleton<DraftDesk>().AddSingleton<DocumentDesk>().AddSingleton<ReviewDesk>().AddSingleton<OfferDesk>();
        services.AddSingleton<OutboxDesk>().AddSingleton<NotificationDesk>().AddSingleton<MailboxDesk>().AddSingleton<DeadlineDesk>().AddSingleton<OutboxWatch>();
        services.AddSingleton<EnrolmentDesk>().AddSingleton<PaymentDesk>();
        services.AddSingleton<FamilyQueries>().AddSingleton<QueueQueries>().AddSingleton<RecordQueries>().AddSingleton<FigureQueries>();
        services.AddFusionCache()
            .WithDefaultEntryOptions(entry => entry
                .SetFailSafe(true, TimeSpan.FromDays(1), TimeSpan.FromSeconds(5))
                .SetDistributedCacheTimeouts(TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(200), allowBackgroundDistributedCacheOperations: true))
            .WithSerializer(new JsonCacheSerializer())
            .WithDistributedCache(provider => new RedisCache(new RedisCacheOptions { Configuration = Setting(provider, "ConnectionStrings:Redis"), InstanceName = "vise:" }));
        return services;
    }

    // a fresh machine makes its own keys; production is given them, or every node would seal with its own
    private static bool MayMakeKeys(IServiceProvider provider) =>
        !string.Equals(provider.GetRequiredService<IConfiguration>()["Secrets:MakeKeys"], "false", StringComparison.OrdinalIgnoreCase);

    private static string Setting(IServiceProvider provider, string name) =>
        provider.GetRequiredService<IConfiguration>()[name] is { Length: > 0 } value
            ? value
            : throw new InvalidOperationException($"The setting {name} is missing.");
}
