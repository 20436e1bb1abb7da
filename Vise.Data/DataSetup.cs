using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;
using Vise.Data.Admissions;
using Vise.Data.Admissions.Files;
using Vise.Data.Caching;
using Vise.Data.Codes;
using Vise.Data.Finance;
using Vise.Data.Operations;
using Vise.Data.Operations.Trails;
using Vise.Data.Secrets;
using Vise.Data.Users;

namespace Vise.Data;

public static class DataSetup
{
    /// <summary>
    /// The door to data, the desks and the cache. Reads ConnectionStrings:Vise and :Redis when they are first needed;
    /// the keys are read before, so that a wrong file stops the start.
    /// </summary>
    public static IServiceCollection AddViseData(this IServiceCollection services, FieldKeys keys, DocumentPlaces places, CacheMode cache = CacheMode.Redis)
    {
        services.AddSingleton(provider => ViseSource.Open(Setting(provider, "ConnectionStrings:Vise")));
        services.AddSingleton<BranchDb>();
        services.AddSingleton(keys);
        services.AddSingleton<FieldSeal>();
        services.AddSingleton(_ => places.Objects()).AddSingleton(new ClamAv(places.Clamd)).AddSingleton<IntakeGate>().AddSingleton<DocumentIntake>().AddSingleton<DocumentStore>();
        services.AddSingleton<ReferenceCodes>().AddSingleton<CodesWarmth>().AddSingleton<CurrentCodes>().AddSingleton<SchoolClock>().AddSingleton<FormTermsReader>();
        services.AddSingleton<CodeQueries>().AddSingleton<HistoryQueries>().AddSingleton<GeographyDesk>().AddSingleton<SchoolDesk>().AddSingleton<ListDesk>().AddSingleton<ImportDesk>().AddSingleton<AnnouncementDesk>();
        services.AddSingleton<AccountDesk>().AddSingleton<PostDesk>().AddSingleton<PostBox>().AddSingleton<CodeDesk>().AddSingleton<PeopleDesk>();
        services.AddSingleton<OneTimeSecret>().AddSingleton<PeopleQueries>().AddSingleton<GrantDesk>().AddSingleton<InvitationDesk>();
        services.AddSingleton<ClaimDesk>().AddSingleton<GuardianDesk>();
        services.AddSingleton<DraftDesk>().AddSingleton<WalkInDesk>().AddSingleton<DraftReader>().AddSingleton<StepDesk>().AddSingleton<SharedSaves>().AddSingleton<EarlierDesk>().AddSingleton<DocumentDesk>().AddSingleton<DocumentCheckDesk>().AddSingleton<UploadDesk>().AddSingleton<ReviewDesk>().AddSingleton<OfferDesk>().AddSingleton<EnquiryDesk>().AddSingleton<AmendmentDesk>();
        services.AddSingleton<OutboxDesk>().AddSingleton<NotificationDesk>().AddSingleton<MailboxDesk>().AddSingleton<OutboxWatch>();
        services.AddSingleton<DeadlineDesk>().AddSingleton<ReminderDesk>().AddSingleton<CycleEndDesk>().AddSingleton<WaitingListDesk>().AddSingleton<DocumentSweep>();
        services.AddSingleton<LetterQueries>();
        services.AddSingleton<CycleDesk>().AddSingleton<CycleClassDesk>().AddSingleton<QuestionDesk>().AddSingleton<CycleQueries>().AddSingleton<BlankFormQueries>().AddSingleton<AgeDesk>().AddSingleton<IncomeCapDesk>();
        services.AddSingleton<EnrolmentDesk>().AddSingleton<PaymentDesk>();
        services.AddSingleton<ErasureDesk>().AddSingleton<ErasureWork>().AddSingleton<OwnDataDesk>().AddSingleton<FamilyQueries>().AddSingleton<WalkInQueries>().AddSingleton<TrackQueries>().AddSingleton<SchoolSearch>().AddSingleton<SchoolQueries>().AddSingleton<QueueQueries>().AddSingleton<RecordQueries>().AddSingleton<FigureQueries>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<RefusalBook>().AddSingleton<TrailKey>().AddSingleton<TrailSealer>().AddSingleton<TrailVerifier>();
        services.AddSingleton<TrailDesk>().AddSingleton<TrailQueries>();
        services.AddSingleton<NetworkFigures>().AddSingleton<DatabaseFigures>();
        services.AddViseCache(cache);
        return services;
    }

    private static string Setting(IServiceProvider provider, string name) =>
        provider.GetRequiredService<IConfiguration>()[name] is { Length: > 0 } value
            ? value
            : throw new InvalidOperationException($"The setting {name} is missing.");
}
