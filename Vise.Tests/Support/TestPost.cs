using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Logging.Abstractions;
using Vise.Data.Admissions;
using Vise.Web.Admissions;
using Vise.Web.Admissions.Notices;
using Vise.Web.Operations.Messages;

namespace Vise.Tests.Support;

/// <summary>What carries a school's outbox: as many nodes as a test asks for, to a mail server or to the demo's mailbox.</summary>
public sealed class TestPost(TestSchool school, MessageChannels channels)
{
    private readonly IConfiguration _settings = new ConfigurationBuilder().AddInMemoryCollection([new("Public:Address", "https://vise.test")]).Build();

    public TestPost(TestSchool school, IMessageChannel mail)
        : this(school, new MessageChannels(mail, null))
    {
    }

    public OutboxDesk Outbox { get; } = new(school.Branches);

    public NotificationDesk Notifications { get; } = new(school.Branches);

    public static TestPost To(TestSchool school, TestMailServer server) => new(school, SmtpTo(server));

    public static SmtpChannel SmtpTo(TestMailServer server) =>
        new(SmtpSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(server.Settings.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value))).Build())!);

    /// <summary>A node of its own.</summary>
    public OutboxService Node()
    {
        var words = new ServiceCollection().AddLogging().AddLocalization().BuildServiceProvider();
        var notice = new FamilyNotice(words.GetRequiredService<IStringLocalizer<NoticeWords>>(), words.GetRequiredService<IStringLocalizer<SmsWords>>(), words.GetRequiredService<IStringLocalizer<AdmissionsWords>>(), school.Codes, _settings);
        return new OutboxService(Outbox, new EffectCarrier(Outbox, Notifications, notice, channels, new WaitingListDesk(school.Branches, new FormTermsReader(school.Branches, school.Codes)), _settings), TimeProvider.System, NullLogger<OutboxService>.Instance);
    }

    /// <summary>One node carries until nothing is due.</summary>
    public async Task CarryAllAsync()
    {
        var node = Node();
        while (await node.CarryBatchAsync(CancellationToken.None) > 0)
        {
            // the next batch
        }
    }

    /// <summary>The family's e-mail address and language.</summary>
    public Task AddressAsync(string email, string language = "en") => school.Database.ExecuteAsync(
        $"update users.account set email = '{email}', language = '{language}' where account_id = '{school.Parent.Account}'");

    /// <summary>The family's mobile number.</summary>
    public Task MobileAsync(string mobile) => school.Database.ExecuteAsync($"update users.account set mobile = '{mobile}' where account_id = '{school.Parent.Account}'");

    /// <summary>Ends all claims, as the lease does in time, and brings what waits for another attempt forward.</summary>
    public Task LapseAsync() => school.Database.ExecuteAsync("update admissions.outbox set due_time = now() - interval '1 second' where carried_time is null");

    public Task<string?> StatesAsync() => school.Database.ScalarAsync<string>("select string_agg(state, ' ' order by created_time) from admissions.notification");
}
