using System.Globalization;
using Vise.Data.Admissions;
using Vise.Data.Finance;
using Vise.Data.Users;
using Vise.Domain;
using Vise.Domain.Admissions;
using Vise.Domain.Codes;
using Vise.Domain.Users;
using Vise.Web.Access;

namespace Vise.Web.Admissions;

/// <summary>
/// Applications to look at on the first start in demo mode, made by the demo people through the same desks as everyone's, so that each has
/// its trail. Names are invented.
/// </summary>
public sealed class DemoApplications(
    AccountDesk accounts, FigureQueries figures, DraftDesk drafts, DocumentDesk documents, DocumentCheckDesk checks, ReviewDesk review, OfferDesk offers, PaymentDesk payments, EnrolmentDesk enrolment, QueueQueries queue)
{
    private static readonly CancellationToken None = CancellationToken.None;

    /// <summary>The session that the children's birth dates below fit.</summary>
    private static readonly AcademicYear FirstYear = AcademicYear.StartingIn(2025);

    private static readonly DemoChild[] Children =
    [
        new("Aarav Sunil Joshi", "आरव सुनील जोशी", "2018-06-03", "M", "Sunil Joshi", "272501", "01", ApplicationStatus.Submitted),
        new("Zoya Imran Shaikh", null, "2018-11-21", "F", "Imran Shaikh", "272501", "01", ApplicationStatus.Submitted),
        new("Vihaan Kiran More", "विहान किरण मोरे", "2018-01-17", "M", "Kiran More", "272501", "01", ApplicationStatus.Submitted),
        new("Ananya Dilip Gaikwad", null, "2017-09-02", "F", "Dilip Gaikwad", "272501", "02", ApplicationStatus.Submitted),
        new("Ishaan Prakash Kale", null, "2017-12-28", "M", "Prakash Kale", "272501", "02", ApplicationStatus.Submitted),
        new("Sara D'Souza", null, "2018-04-11", "F", "Maria D'Souza", "272501", "01", ApplicationStatus.Submitted),
        new("Kabir Anil Shinde", null, "2018-08-25", "M", "Anil Shinde", "272501", "01", ApplicationStatus.Review),
        new("Myra Sandeep Bhosale", null, "2018-02-06", "F", "Sandeep Bhosale", "272501", "02", ApplicationStatus.Review),
        new("Reyansh Ajay Pawar", "रेयांश अजय पवार", "2018-10-13", "M", "Ajay Pawar", "272501", "01", ApplicationStatus.Review),
        new("Diya Mahesh Wagh", null, "2018-05-30", "F", "Mahesh Wagh", "272501", "01", ApplicationStatus.Accepted),
        new("Arjun Nitin Sawant", null, "2018-07-19", "M", "Nitin Sawant", "272501", "01", ApplicationStatus.Accepted),
        new("Kiara Vijay Mane", null, "2018-03-08", "F", "Vijay Mane", "272501", "01", ApplicationStatus.Offer),
        new("Advait Ganesh Kulkarni", "अद्वैत गणेश कुलकर्णी", "2018-12-01", "M", "Ganesh Kulkarni", "272501", "01", ApplicationStatus.Fees),
        new("Saanvi Rahul Deshpande", null, "2018-06-22", "F", "Rahul Deshpande", "272501", "01", ApplicationStatus.Enrolled),
        new("Rudra Amol Chavan", null, "2018-01-29", "M", "Amol Chavan", "272501", "01", ApplicationStatus.Enrolled),
        new("Navya Santosh Thorat", null, "2018-09-15", "F", "Santosh Thorat", "272501", "01", ApplicationStatus.Rejected),
        new("Atharv Deepak Jagtap", null, "2018-04-27", "M", "Deepak Jagtap", "272502", "01", ApplicationStatus.Submitted),
        new("Riya Suresh Lokhande", null, "2018-08-08", "F", "Suresh Lokhande", "272502", "01", ApplicationStatus.Review),
        new("Chirag Manjunath", "ಚಿರಾಗ್ ಮಂಜುನಾಥ್", "2018-02-19", "M", "Manjunath Swamy", "292001", "01", ApplicationStatus.Submitted),
        new("Nandini Raghavendra", "ನಂದಿನಿ ರಾಘವೇಂದ್ರ", "2018-10-30", "F", "Raghavendra Rao", "292001", "01", ApplicationStatus.Review),
    ];

    /// <summary>Makes them where the first branch has none yet. Needs the demo accounts.</summary>
    public async Task MakeAsync()
    {
        var pune = BranchId.Parse("272501");
        var clerk = await ActorAsync("clerk@demo.vise");
        if ((await queue.PageAsync(clerk, pune, new QueueFilter(), null, 1, None)).Rows.Count > 0)
        {
            return;
        }

        // two of three in the session that runs, the others in 2025-26
        var current = await figures.CurrentYearAsync(None);
        foreach (var (child, number) in Children.Select((child, number) => (child, number)))
        {
            await MakeAsync(child, number, number % 3 == 2 ? FirstYear : current);
        }

        await MakeOwnAsync(clerk, pune);
    }

    private static FieldEdit[] Form(DemoChild child, int number, int yearsLater = 0) =>
    [
        .. new (string Path, string? Value)[]
        {
            ("child.name", child.Name), ("child.nameInScript", child.NameInScript), ("child.birthDate", BornLater(child.Born, yearsLater)), ("child.gender", child.Gender),
            ("child.nationality", "IN"), ("child.motherTongue", child.Branch == "292001" ? "kn" : "mr"), ("child.socialCategory", number % 4 == 0 ? "obc" : "general"),
            ("sought.medium", "en"), ("sought.quota", number % 7 == 3 ? "rte" : "open"), ("sought.rteGround", number % 7 == 3 ? "weaker" : null), ("sought.rteIncome", number % 7 == 3 ? "84000" : null),
            ("child.religion", number % 3 == 0 ? "hindu" : null), ("child.bpl", number % 7 == 3 ? "yes" : "no"), ("child.aay", number % 7 == 3 ? "no" : null), ("child.disability", "no"),
            ("parents.0.name", child.Parent), ("parents.0.relation", child.Parent.Split(' ')[0] is "Maria" or "Meera" ? "mother" : "father"),
            ("parents.0.mobile", $"98220{10000 + (number * 137)}"), ("address.permanent.line", $"{number + 4} Station Road"),
            ("address.permanent.locality", child.Branch == "292001" ? "Bengaluru" : "Pune"), ("address.permanent.pinCode", child.Branch == "292001" ? "560041" : "411005"),
            ("address.presentIsSame", "yes"), ("consent.given", "yes"),
        }.Where(field => field.Value is not null).Select(field => new FieldEdit(field.Path, field.Value, 0)),
    ];

    private async Task MakeAsync(DemoChild child, int number, AcademicYear year)
    {
        var (clerk, admin) = child.Branch switch
        {
            "272501" => (await ActorAsync("clerk@demo.vise"), await ActorAsync("admin@demo.vise")),
            "272502" => (await ActorAsync("clerk2@demo.vise"), await ActorAsync("admin2@demo.vise")),
            _ => (await ActorAsync("clerk3@demo.vise"), await ActorAsync("admin3@demo.vise")),
        };
        var id = Started(await drafts.StartAsync(clerk, Choice(child) with { Year = year }, Form(child, number, year.Start - FirstYear.Start), None));
        Guid? certificate = null;
        if (child.Branch != "272501" || child.ClassCode != "01" || year != FirstYear)
        {
            certificate = await AddCertificateAsync(clerk, id);
        }

        List<(ApplicationStatus To, Func<Task<Refusal?>> Step)> way =
        [
            (ApplicationStatus.Submitted, () => drafts.SubmitAsync(clerk, id, None)),
            (ApplicationStatus.Review, async () => await review.StartReviewAsync(clerk, id, null, None)
                ?? (certificate is { } document ? await checks.VerifyAsync(clerk, id, document, None) : null)),
            (ApplicationStatus.Accepted, () => review.AcceptAsync(admin, id, null, None)),
            (ApplicationStatus.Offer, () => offers.IssueOfferAsync(admin, id, null, null, None)),
            (ApplicationStatus.Fees, () => offers.TakeOfferAsync(clerk, id, null, None)),
            (ApplicationStatus.Enrolled, async () => (await payments.RecordAsync(clerk, id, null, new CounterPayment(125000, "upi", $"UPI{number:0000}"), None)).Refusal
                ?? await enrolment.EnrolAsync(admin, id, null, None)),
        ];
        var steps = child.Status == ApplicationStatus.Rejected
            ? way.Take(2).Append((ApplicationStatus.Rejected, () => review.RejectAsync(admin, id, null, "The family lives outside the area that the school serves.", None)))
            : way.TakeWhile(step => step.To <= child.Status);
        foreach (var (_, step) in steps)
        {
            Expect(await step());
        }
    }

    /// <summary>The demo parent's own: one form half filled, one returned for correction.</summary>
    private async Task MakeOwnAsync(Actor clerk, BranchId pune)
    {
        var parent = await ActorAsync("parent@demo.vise");
        var sibling = new DemoChild("Tara Kulkarni", "तारा कुलकर्णी", "2018-03-26", "F", "Meera Kulkarni", pune.Value, "01", ApplicationStatus.Draft);
        Started(await drafts.StartAsync(parent, Choice(sibling) with { ClassCode = "02" }, Form(sibling, 40)[..4], None));
        var child = new DemoChild("Nikhil Kulkarni", null, "2018-09-09", "M", "Meera Kulkarni", pune.Value, "01", ApplicationStatus.Draft);
        var id = Started(await drafts.StartAsync(parent, Choice(child), Form(child, 41), None));
        Expect(await drafts.SubmitAsync(parent, id, None));
        Expect(await review.StartReviewAsync(clerk, id, null, None));
        Expect(await review.ReturnAsync(clerk, id, null, 10, [new FieldRemark("child.name", "Please write the name as on the birth certificate, with the father's name.")], null, None));
    }

    private async Task<Guid> AddCertificateAsync(Actor clerk, ApplicationId id)
    {
        await using var file = typeof(DemoApplications).Assembly.GetManifestResourceStream("birth-certificate-specimen.png")!;
        var added = await documents.AddAsync(clerk, id, "birth_certificate", "birth-certificate.png", file, None);
        Expect(added.Refusal);
        return added.Value!.DocumentId;
    }

    /// <summary>The specimen of a birth certificate that made documents are.</summary>
    internal static async Task<byte[]> CertificateAsync()
    {
        await using var file = typeof(DemoApplications).Assembly.GetManifestResourceStream("birth-certificate-specimen.png")!;
        using var content = new MemoryStream();
        await file.CopyToAsync(content);
        return content.ToArray();
    }

    private async Task<Actor> ActorAsync(string email)
    {
        var account = DemoAccounts.Find(email)!;
        var id = await accounts.SignInAsync(AccessSettings.EmbeddedIssuer, account.Subject, account.Name, email, None);
        return new Actor(id!.Value, account.Role, account.Scope, account.Name);
    }

    private static SchoolChoice Choice(DemoChild child) =>
        new(BranchId.Parse(child.Branch), "01", FirstYear, "SB", "GEN", child.ClassCode);

    private static string BornLater(string born, int years) =>
        DateOnly.ParseExact(born, "yyyy-MM-dd", CultureInfo.InvariantCulture).AddYears(years).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static ApplicationId Started(Outcome<StartedDraft> outcome)
    {
        Expect(outcome.Refusal);
        return outcome.Value!.Id;
    }

    private static void Expect(Refusal? refusal)
    {
        if (refusal is not null)
        {
            throw new InvalidOperationException($"The demo data could not be made: {refusal}");
        }
    }

    private sealed record DemoChild(
        string Name, string? NameInScript, string Born, string Gender, string Parent, string Branch, string ClassCode, ApplicationStatus Status);
}
