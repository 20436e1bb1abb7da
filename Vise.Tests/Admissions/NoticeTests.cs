using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Vise.Data.Admissions;
using Vise.Data.Finance;
using Vise.Domain.Admissions;
using Vise.Domain.Users;
using Vise.Tests.Support;
using Vise.Web.Admissions;
using Vise.Web.Admissions.Notices;
using Vise.Web.Operations;
using Vise.Web.Operations.Messages;
using Vise.Web.Shell;
using Xunit;

namespace Vise.Tests.Admissions;

/// <summary>Every step of the lifecycle that concerns the family has its message, in each language.</summary>
public class NoticeTests(TestCluster cluster)
{
    private static readonly ApplicationId Id = ApplicationId.Parse("2725010125A00F37");
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public void Every_step_of_the_lifecycle_has_words_of_its_own_by_e_mail_and_SMS_in_each_language()
    {
        var effects = Lifecycle.Steps.SelectMany(step => step.Roles.SelectMany(role => new long?[] { null, 0, 125000 }.Select(fee => Effect(step.From, step.To, role, fee)))).ToList();
        effects.AddRange(new[] { ApplicationStatus.Draft, ApplicationStatus.Offer, ApplicationStatus.Fees }.Select(status => Reminder(StatusNames.Of(status))).Append(Reminder(OutboxEntry.AboutDocument)));
        effects.AddRange([Claimed(OutboxEntry.TellPayment(Id, 1, 0, null)), Claimed(OutboxEntry.TellPayment(Id, 1, 1, null)), Claimed(OutboxEntry.WarnDraft(Id, 7, DateTimeOffset.UnixEpoch)), .. new[] { OutboxEntry.AboutAnswer, OutboxEntry.AboutGranted, OutboxEntry.AboutDeclined, OutboxEntry.AboutDocument }.Select(about => Claimed(OutboxEntry.TellFamily(Id, about)))]);
        effects.AddRange(new[] { "draft", "review" }.Select(status => Of(OutboxEntry.CycleKind, status)));
        Assert.Equal(["draft-draft", "review-accepted: Accepted"], Unsaid([Effect(ApplicationStatus.Draft, ApplicationStatus.Draft, Role.Clerk, null), Effect(ApplicationStatus.Review, ApplicationStatus.Accepted, Role.Clerk, null)], key => key == "Accepted"));

        var words = new ServiceCollection().AddLogging().AddLocalization().BuildServiceProvider();
        var (mail, sms) = (words.GetRequiredService<IStringLocalizer<NoticeWords>>(), words.GetRequiredService<IStringLocalizer<SmsWords>>());
        var before = CultureInfo.CurrentUICulture;
        try
        {
            foreach (var language in Languages.All.Select(spoken => spoken.Culture))
            {
                CultureInfo.CurrentUICulture = new CultureInfo(language);
                Assert.Empty(Unsaid(effects, key => mail[$"{key}.Subject"].ResourceNotFound || mail[$"{key}.Body"].ResourceNotFound || sms[key].ResourceNotFound));
            }
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }

        Assert.Equal(SmsSettings.Kinds.Order(StringComparer.Ordinal), effects.Select(effect => FamilyNotice.Key(effect)!).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_payment_is_told_with_what_was_paid_what_remains_and_the_day_and_two_guardians_each_in_their_language()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        await using var mail = await TestMailServer.StartAsync();
        var post = TestPost.To(school, mail);
        await post.AddressAsync("meera@school.test", "hi");
        await school.Database.ExecuteAsync($"update users.account set email = 'imran@school.test', language = 'en' where account_id = '{school.OtherParent.Account}'");
        var id = await school.AnApplicationAsync(ApplicationStatus.Fees);
        await school.Database.ExecuteAsync($"update users.application set guardian_account_id = '{school.OtherParent.Account}' where application_id = '{id}'");
        Assert.Null((await school.Payments.RecordAsync(school.Clerk, id, null, new CounterPayment(25050, "cash", null), None)).Refusal);
        Assert.Null((await school.Payments.RecordAsync(school.Clerk, id, null, new CounterPayment(99950, "cash", null), None)).Refusal);
        await post.CarryAllAsync();

        var english = mail.Taken().Where(message => message!.To.Mailboxes.Single().Address == "imran@school.test").Select(message => message.TextBody!).ToList();
        var part = Assert.Single(english, body => body.Contains("₹\u00A0250.50", StringComparison.Ordinal));
        Assert.Matches(@"Pay the remaining ₹\u00A0999\.50 at the school office by \d\d [A-Z][a-z]{2} 20\d\d", part);
        Assert.Single(english, body => body.Contains("the fee for Asha is paid in full", StringComparison.Ordinal));
        Assert.Contains(mail.Taken(), message => message!.To.Mailboxes.Single().Address == "meera@school.test" && message.TextBody!.Contains("पूरा शुल्क चुक गया है", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("en", "Class 1, 2025-26", "you can apply to another school")]
    [InlineData("hi", "कक्षा 1, 2025-26", "दूसरे विद्यालय में आवेदन कर सकते हैं")]
    [InlineData("mr", "इयत्ता 1 ली, 2025-26", "दुसऱ्या शाळेत अर्ज करू शकता")]
    [InlineData("ta", "வகுப்பு 1, 2025-26", "வேறு பள்ளிக்கு விண்ணப்பிக்கலாம்")]
    public async Task An_e_mail_names_school_and_class_and_a_rejection_says_that_one_can_apply_elsewhere(string language, string taught, string elsewhere)
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        await using var mail = await TestMailServer.StartAsync();
        var post = TestPost.To(school, mail);
        await post.AddressAsync("meera@school.test", language);
        await school.AnApplicationAsync(ApplicationStatus.Rejected);
        await post.CarryAllAsync();

        var told = mail.Taken();
        var name = (await school.Codes.InstitutionsAsync(TestSchool.Pune, None)).Single(known => known.Code == "01").In(language);
        Assert.NotEmpty(told);
        Assert.All(told, message => Assert.StartsWith($"{name} · {taught}\n", message!.TextBody!.ReplaceLineEndings("\n"), StringComparison.Ordinal));
        Assert.Single(told, message => message!.TextBody!.Contains(elsewhere, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Whoever_has_nothing_to_pay_is_not_asked_to_pay_and_never_loses_the_seat_for_it()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        await using var mail = await TestMailServer.StartAsync();
        var post = TestPost.To(school, mail);
        await post.AddressAsync("meera@school.test");
        var id = await school.ADraftAsync(fields: TestForm.With(("sought.quota", "rte"), ("sought.rteGround", "weaker"), ("sought.rteIncome", "84,000")));
        Assert.Null(await school.Drafts.SubmitAsync(school.Parent, id, None));
        Assert.Null(await school.Review.StartReviewAsync(school.Clerk, id, null, None));
        Assert.Null(await school.Review.AcceptAsync(school.Admin, id, null, None));
        Assert.Null(await school.Offers.IssueOfferAsync(school.Admin, id, null, null, None));
        Assert.Null(await school.Offers.TakeOfferAsync(school.Parent, id, null, None));
        await school.ShiftClockAsync("5 days");
        Assert.Equal(0, await new ReminderDesk(school.Branches).RemindAsync(3, None));
        await school.ShiftClockAsync("9 days");
        Assert.Equal(0, await new DeadlineDesk(school.Branches).ExpireFeesAsync(None));
        await school.ShiftClockAsync("0 days");
        await post.CarryAllAsync();

        Assert.Contains(mail.Taken(), message => message.Subject == "The seat for Asha is accepted: nothing is to be paid");
        Assert.DoesNotContain(mail.Taken(), message => message.Subject!.StartsWith("Pay the fee", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("15")]
    [InlineData("three")]
    public void Families_are_reminded_one_to_fourteen_days_before(string days)
    {
        Assert.Equal(3, Reminders.Read(new ConfigurationBuilder().Build()).DaysBefore);
        Assert.Throws<SettingsException>(() => Reminders.Read(new ConfigurationBuilder().AddInMemoryCollection([new("Reminders:DaysBefore", days)]).Build()));
    }

    private static IEnumerable<string> Unsaid(IEnumerable<ClaimedEffect> effects, Func<string, bool> isMissing) => effects.Where(effect => FamilyNotice.Key(effect) is not { } key || isMissing(key))
        .Select(effect => $"{effect.Payload.GetValueOrDefault("from")}-{effect.Payload.GetValueOrDefault("to")}{(FamilyNotice.Key(effect) is { } key ? ": " + key : "")}").Distinct(StringComparer.Ordinal);

    private static ClaimedEffect Effect(ApplicationStatus from, ApplicationStatus to, Role role, long? fee) =>
        Claimed(OutboxEntry.TellFamily(ApplicationEvent.Of(Id, new Actor(Guid.Empty, role, Scope.Of(Id.Branch), "Sunita"), DateTimeOffset.UnixEpoch, from, to, null), null, fee));

    private static ClaimedEffect Reminder(string status) => Of(OutboxEntry.RemindKind, status);

    private static ClaimedEffect Of(string kind, string status) =>
        new(Id.Branch, Guid.Empty, Id, kind, new Dictionary<string, string>(StringComparer.Ordinal) { ["status"] = status }, Guid.Empty, 1, 0);

    private static ClaimedEffect Claimed(OutboxEntry entry) => new(entry.BranchId, entry.OutboxId, entry.ApplicationId, entry.Kind, entry.Payload, Guid.Empty, 1, 0);
}
