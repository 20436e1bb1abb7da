using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Vise.Data.Admissions;
using Vise.Data.Finance;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Tests.Support;
using Vise.Web.Admissions;
using Vise.Web.Admissions.Family;
using Vise.Web.Admissions.Letters;
using Vise.Web.Shell;
using Xunit;

namespace Vise.Tests.Admissions;

/// <summary>Letters say what was so at their step, to the family and its branch alone.</summary>
public class LetterTests(TestCluster cluster)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_letter_says_what_was_so_at_its_step_whatever_came_later()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var letters = new LetterQueries(school.Branches);
        var id = await school.AnApplicationAsync(ApplicationStatus.Review);
        Assert.Null(await school.Review.ReturnAsync(school.Clerk, id, null, 5, [new FieldRemark("child.name", "As on the certificate"), new FieldRemark("address.permanent.pin", "Six digits")], "See the remarks", None));
        var due = await school.Database.ScalarAsync<DateTime>($"select correction_due_time from users.application where application_id = '{id}'");
        Assert.Null((await school.Drafts.SaveAsync(school.Parent, id, [new FieldEdit("child.name", "Asha Ramesh Jadhav", null)], None)).Refusal);
        Assert.Null(await school.Drafts.SubmitAsync(school.Parent, id, None));
        Assert.Null(await school.Review.StartReviewAsync(school.Clerk, id, null, None));
        Assert.Null(await school.Review.AcceptAsync(school.Admin, id, null, None));
        Assert.Null(await school.Offers.IssueOfferAsync(school.Admin, id, null, null, None));
        Assert.Null(await school.Offers.TakeOfferAsync(school.Parent, id, null, None));
        Assert.Null((await school.Payments.RecordAsync(school.Clerk, id, null, new CounterPayment(25000, "upi", "UTR 4711"), None)).Refusal);
        Assert.Null((await school.Payments.RecordAsync(school.Clerk, id, null, new CounterPayment(100000, "cash", null), None)).Refusal);
        Assert.Null(await school.Enrolment.EnrolAsync(school.Admin, id, null, None));
        await school.Database.ExecuteAsync("update admissions.cycle_class set fee_paise = 999900, document_kinds = '{birth_certificate}'");

        var lines = await letters.ListAsync(school.Parent, id, None);
        Assert.Equal(
            "acknowledgement-2 correction-4 acknowledgement-5 waiting-7 offer-8 fee-9 receipt-1 receipt-2 admission-10",
            string.Join(' ', lines!.Select(line => line.Name)));
        var correction = await OpenAsync(letters, school, id, "correction-4");
        Assert.Equal(("Asha Ramesh Jadhav", "See the remarks", due), (correction.ChildName, correction.Reason, correction.Until!.Value.UtcDateTime));
        Assert.Equal("address.permanent.pin: Six digits, child.name: As on the certificate", string.Join(", ", correction.Remarks.OrderBy(remark => remark.Key, StringComparer.Ordinal).Select(remark => $"{remark.Key}: {remark.Value}")));
        var offer = await OpenAsync(letters, school, id, "offer-8");
        Assert.Equal((125000L, "open", 0), (offer.FeePaise, offer.Quota, offer.Documents.Count));
        var (first, last) = (await OpenAsync(letters, school, id, "receipt-1"), await OpenAsync(letters, school, id, "receipt-2"));
        Assert.Equal((25000L, 100000L, "UTR 4711"), (first.PaidPaise, first.RestPaise, first.Payment!.Reference));
        Assert.Equal((125000L, 0L, 125000L), (last.PaidPaise, last.RestPaise, last.FeePaise));
        Assert.NotNull((await OpenAsync(letters, school, id, "admission-10")).EnrollmentId);
    }

    [Fact]
    public async Task A_letter_is_its_familys_and_its_branchs_and_drawing_it_leaves_a_row_in_the_trail()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var letters = new LetterQueries(school.Branches);
        var (id, other) = (await school.AnApplicationAsync(ApplicationStatus.Offer), await school.AnApplicationAsync(ApplicationStatus.Fees));
        Assert.Null((await school.Payments.RecordAsync(school.Clerk, other, null, new CounterPayment(25000, "cash", null), None)).Refusal);
        var offer = new LetterName(LetterKind.Offer, 5);

        Assert.Null((await letters.OpenAsync(school.Parent, id, offer, None)).Refusal);
        Assert.Null((await letters.OpenAsync(school.Clerk, id, offer, None)).Refusal);
        foreach (var stranger in new[] { school.OtherParent, school.ForeignClerk, school.ForeignAdmin })
        {
            Assert.IsType<NotFound>((await letters.OpenAsync(stranger, id, offer, None)).Refusal);
            Assert.Null(await letters.ListAsync(stranger, id, None));
        }

        Assert.IsType<Forbidden>((await letters.OpenAsync(school.Officer, id, offer, None)).Refusal);
        // another step's number, another application's receipt, a step that writes none
        foreach (var wrong in new[] { new LetterName(LetterKind.Offer, 2), new LetterName(LetterKind.Receipt, 1), new LetterName(LetterKind.Acknowledgement, 1), new LetterName(LetterKind.Fee, 99) })
        {
            Assert.IsType<NotFound>((await letters.OpenAsync(school.Parent, id, wrong, None)).Refusal);
        }

        await school.Database.ExecuteAsync($"update users.application set guardian_account_id = '{school.OtherParent.Account}' where application_id = '{id}'");
        Assert.Null((await letters.OpenAsync(school.OtherParent, id, offer, None)).Refusal);
        Assert.Equal("Meera Sunita Imran", await school.Database.ScalarAsync<string>(
            "select string_agg(actor_name, ' ' order by trail_id) from admissions.trail where action = 'download' and target = 'letter' and part = 'offer-5'"));
    }

    [Fact]
    public async Task A_letter_of_withdrawal_says_that_a_seat_is_given_back_only_where_one_was_held()
    {
        await using var school = await TestSchool.OpenAsync(cluster);
        var letters = new LetterQueries(school.Branches);
        var (checkedOnly, offered) = (await school.AnApplicationAsync(ApplicationStatus.Review), await school.AnApplicationAsync(ApplicationStatus.Offer));
        foreach (var id in new[] { checkedOnly, offered })
        {
            Assert.Null(await school.Drafts.WithdrawAsync(school.Parent, id, null, "We move", None));
        }

        var services = new ServiceCollection().AddLogging().AddLocalization().BuildServiceProvider();
        IStringLocalizer<T> Words<T>() => services.GetRequiredService<IStringLocalizer<T>>();
        var sayings = new Sayings(Words<AdmissionsWords>(), Words<ShellWords>(), school.Codes);
        var writer = new LetterWriter(Words<LetterWords>(), new ChoiceWords(school.Codes, sayings), sayings, new ConfigurationBuilder().AddInMemoryCollection([new("Public:Address", "https://vise.test")]).Build());
        var (without, held) = (await OpenAsync(letters, school, checkedOnly, "withdrawal-4"), await OpenAsync(letters, school, offered, "withdrawal-6"));
        var before = CultureInfo.CurrentUICulture;
        try
        {
            foreach (var (language, seat) in new[] { (Languages.English, "seat"), (Languages.Hindi, "सीट"), (Languages.Marathi, "जागा"), (Languages.Tamil, "இடம்") })
            {
                CultureInfo.CurrentUICulture = new CultureInfo(language);
                Assert.DoesNotContain(seat, (await writer.WriteAsync(without, None)).Lead, StringComparison.Ordinal);
                Assert.Contains(seat, (await writer.WriteAsync(held, None)).Lead, StringComparison.Ordinal);
            }
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    [Fact]
    public void Every_letter_has_its_words_in_each_language()
    {
        var all = Enum.GetValues<LetterKind>().SelectMany(kind => Enum.GetValues<ApplicationStatus>().SelectMany(from => new[] { (0L, 0L), (1L, 1L), (1L, 0L) }
                .Select(money => new Letter(new LetterName(kind, 1), default, TestSchool.ClassOne, "", from, null, money.Item1, null, [], new Dictionary<string, string>(StringComparer.Ordinal), null) { PaidPaise = money.Item2 })))
            .Where(letter => letter.Name.Kind is not LetterKind.Lapsed || Lifecycle.Steps.Any(step => step.To is ApplicationStatus.Expired && step.From == letter.From))
            .Select(LetterWriter.KeyOf).Distinct(StringComparer.Ordinal).ToList();
        Assert.Equal(17, all.Count);
        Assert.All(Lifecycle.Steps.Where(step => step.To is not ApplicationStatus.Review), step => Assert.NotNull(LetterName.KindOf(step.From, step.To)));

        var words = new ServiceCollection().AddLogging().AddLocalization().BuildServiceProvider().GetRequiredService<IStringLocalizer<LetterWords>>();
        var before = CultureInfo.CurrentUICulture;
        try
        {
            foreach (var language in Languages.All.Select(spoken => spoken.Culture))
            {
                CultureInfo.CurrentUICulture = new CultureInfo(language);
                Assert.Equal("Nothing.Title", Assert.Single(Missing("Nothing.Title")));
                Assert.Empty(all.SelectMany(key => Missing($"{key}.Title", $"{key}.Lead", $"{key}.Next")));
                Assert.Empty(Enum.GetNames<LetterKind>().SelectMany(kind => Missing($"Name.{kind}")));
                Assert.Empty(Domain.Finance.Payment.Methods.SelectMany(method => Missing($"Method.{method}")));
            }
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }

        IEnumerable<string> Missing(params string[] keys) => keys.Where(key => words[key].ResourceNotFound);
    }

    [Theory]
    [InlineData("offer-5", true)]
    [InlineData("Offer-5", false)]
    [InlineData("offer-05", false)]
    [InlineData("3-5", false)]
    [InlineData("offer--5", false)]
    [InlineData("offer-", false)]
    [InlineData("offer-99999999999999999999", false)]
    [InlineData(null, false)]
    public void A_letters_name_is_read_as_it_is_written_and_no_other_way(string? text, bool isName) => Assert.Equal(isName, LetterName.TryParse(text, out _));

    private static async Task<Letter> OpenAsync(LetterQueries letters, TestSchool school, ApplicationId id, string name)
    {
        Assert.True(LetterName.TryParse(name, out var known));
        return Assert.IsType<Letter>((await letters.OpenAsync(school.Parent, id, known, None)).Value);
    }
}
