using Microsoft.Extensions.DependencyInjection;
using Vise.Data;
using Vise.Data.Admissions;
using Vise.Data.Finance;
using Vise.Data.Users;
using Vise.Domain.Admissions;
using Vise.Domain.Codes;
using Vise.Domain.Users;
using Vise.Tests.Support;
using Vise.Web.Access;
using Xunit;

namespace Vise.Tests.Browser;

/// <summary>The demo parent's applications, one in each state that a family's pages tell apart, made by the running app's own desks.</summary>
public sealed class FamilyStates(TestApp app, TestDatabase database)
{
    private static readonly CancellationToken None = CancellationToken.None;

    private Actor _parent = null!;
    private Actor _clerk = null!;
    private Actor _admin = null!;

    /// <summary>Nothing filled in; its class asks for a document and a question of its own.</summary>
    public ApplicationId Draft { get; private set; }

    public ApplicationId Submitted { get; private set; }

    /// <summary>Handed in, with a document that the school can't use.</summary>
    public ApplicationId Refused { get; private set; }

    public ApplicationId Returned { get; private set; }

    public ApplicationId Offered { get; private set; }

    public ApplicationId Enrolled { get; private set; }

    public ApplicationId Rejected { get; private set; }

    public ApplicationId Withdrawn { get; private set; }

    public ApplicationId Lapsed { get; private set; }

    public IReadOnlyList<ApplicationId> All => [Draft, Submitted, Refused, Returned, Offered, Enrolled, Rejected, Withdrawn, Lapsed];

    public async Task MakeAsync()
    {
        (_parent, _clerk, _admin) = (await ActorAsync("parent@demo.vise"), await ActorAsync("clerk@demo.vise"), await ActorAsync("admin@demo.vise"));
        await database.ExecuteAsync("insert into codes.announcement values ('272501', gen_random_uuid(), '{\"en\": \"Visit us on Saturday\"}', current_date - 1, current_date + 1)");
        var question = new QuestionWish(
            QuestionKind.Choices, "How will your child come to school?", new Dictionary<string, string>(), "", new Dictionary<string, string>(),
            [new QuestionOption("", "By bus", []), new QuestionOption("", "On foot", [])], Required: true, ["02"]);
        Assert.Null(await Of<QuestionDesk>().AddAsync(_admin, new CycleKey(TestSchool.Pune, "01", TestSchool.ClassOne.Year), question, None));

        var (review, offers) = (Of<ReviewDesk>(), Of<OfferDesk>());
        Draft = await StartAsync(TestSchool.ClassTwo, new Dictionary<string, string>());
        Submitted = await HandInAsync("Asha Ramesh Patil");
        Refused = await StartAsync(TestSchool.ClassOne, TestForm.With(("child.name", "Isha Ramesh Patil"), ("child.aadhaar", null), ("child.apaarId", null)));
        using var file = new MemoryStream("%PDF-1.7\nblurred"u8.ToArray());
        Assert.Null((await Of<DocumentDesk>().AddAsync(_parent, Refused, "birth_certificate", "birth.pdf", file, None)).Refusal);
        Assert.Null(await Of<DraftDesk>().SubmitAsync(_parent, Refused, None));
        var blurred = await database.ScalarAsync<Guid>($"select document_id from admissions.document where application_id = '{Refused}'");
        Assert.Null(await Of<DocumentCheckDesk>().RefuseAsync(_clerk, Refused, blurred, "unreadable", "The stamp is cut off.", 7, None));
        Returned = await HandInAsync("Ravi Ramesh Patil");
        Assert.Null(await review.StartReviewAsync(_clerk, Returned, null, None));
        Assert.Null(await review.ReturnAsync(_clerk, Returned, null, 10, [new FieldRemark("child.name", "As on the birth certificate, please.")], null, None));
        Offered = await HandInAsync("Meera Ramesh Patil");
        Lapsed = await HandInAsync("Kiran Ramesh Patil");
        Enrolled = await HandInAsync("Tara Ramesh Patil");
        foreach (var id in (ApplicationId[])[Lapsed, Offered, Enrolled])
        {
            Assert.Null(await review.StartReviewAsync(_clerk, id, null, None));
            Assert.Null(await review.AcceptAsync(_admin, id, null, None));
            Assert.Null(await offers.IssueOfferAsync(_admin, id, null, null, None));
        }

        await database.ExecuteAsync($"alter table users.application disable trigger user; update users.application set offer_expires_time = now() - interval '1 hour' where application_id = '{Lapsed}'; alter table users.application enable trigger user");
        Assert.Equal(1, await new DeadlineDesk(Of<BranchDb>()).ExpireOffersAsync(None));
        Assert.Null(await offers.TakeOfferAsync(_parent, Enrolled, null, None));
        Assert.Null((await Of<PaymentDesk>().RecordAsync(_clerk, Enrolled, null, new CounterPayment(125000, "cash", null), None)).Refusal);
        Assert.Null(await Of<EnrolmentDesk>().EnrolAsync(_admin, Enrolled, null, None));
        Rejected = await HandInAsync("Nikhil Ramesh Patil");
        Assert.Null(await review.StartReviewAsync(_clerk, Rejected, null, None));
        Assert.Null(await review.RejectAsync(_admin, Rejected, null, "outside the area", None));
        Withdrawn = await HandInAsync("Diya Ramesh Patil");
        Assert.Null(await Of<DraftDesk>().WithdrawAsync(_parent, Withdrawn, null, "moved away", None));
        Assert.Null(await Of<EnquiryDesk>().AskAsync(_parent, Submitted, "Is there a bus?", None));
    }

    private async Task<ApplicationId> HandInAsync(string child)
    {
        var id = await StartAsync(TestSchool.ClassOne, TestForm.With(("child.name", child), ("child.aadhaar", null), ("child.apaarId", null)));
        Assert.Null(await Of<DraftDesk>().SubmitAsync(_parent, id, None));
        return id;
    }

    private async Task<ApplicationId> StartAsync(SchoolChoice choice, IReadOnlyDictionary<string, string> form) => Assert.IsType<StartedDraft>(
        (await Of<DraftDesk>().StartAsync(_parent, choice, [.. form.Select(field => new FieldEdit(field.Key, field.Value, 0))], None)).Value).Id;

    private T Of<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    private async Task<Actor> ActorAsync(string email)
    {
        var account = DemoAccounts.Find(email)!;
        var id = await Of<AccountDesk>().SignInAsync(AccessSettings.EmbeddedIssuer, account.Subject, account.Name, email, None);
        return new Actor(id!.Value, account.Role, account.Scope, account.Name);
    }
}
