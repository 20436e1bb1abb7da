using Vise.Domain.Admissions;
using Vise.Domain.Codes;

namespace Vise.Data.Operations.Seed;

/// <summary>Makes one branch whole: schools, people, applications with their stories, seats. The same for the same order, whatever else was made.</summary>
internal sealed class SeedBranches(SeedPlan plan, SeedNames names, SeedPeople people)
{
    private readonly long _number = plan.Order.Number;

    public MadeBranch Make(PlannedBranch branch)
    {
        var schools = SeedSchools.Of(branch, names, _number);
        var staff = people.Staff(branch);
        var families = Enumerable.Range(0, branch.Families).Select(which => people.Family(branch, which, account: true)).ToList();
        var forms = Forms(branch, schools, families, staff);
        var direction = names.Directions[branch.Nth % names.Directions.Length];
        var again = branch.Nth < names.Directions.Length ? "" : $" {(branch.Nth / names.Directions.Length) + 1}";
        return new MadeBranch(
            branch, $"{branch.District.Name} {direction.English}{again}", branch.District.Hindi is { } hindi ? $"{hindi} {direction.Hindi}{again}" : null, schools,
            [staff.Admin, staff.Clerk, staff.OtherClerk, .. families.Select(family => family.Account!)], forms, SeedSeats.Of(branch, schools, forms, _number));
    }

    private List<MadeForm> Forms(PlannedBranch branch, IReadOnlyList<MadeSchool> schools, List<MadeFamily> families, MadeStaff staff)
    {
        var today = plan.Order.Day;
        // a branch may be too small to have a family of its own
        var walkIns = Enumerable.Range(0, branch.Count).Select(at => families.Count == 0 || SeedRandom.Of(_number, 20, branch.First + at).Chance(8)).ToArray();
        var (withAccount, rank, block, stories) = (walkIns.Count(walkIn => !walkIn), 0, -1, Array.Empty<SeedStory>());
        Dictionary<(string, int), int> serials = [];
        List<MadeForm> forms = new(branch.Count);
        MadeForm? before = null;
        for (var at = 0; at < branch.Count; at++)
        {
            var which = branch.First + at;
            if (which / SeedStories.Block != block)
            {
                (block, stories) = (which / SeedStories.Block, SeedStories.Of(_number, which / SeedStories.Block));
            }

            var random = SeedRandom.Of(_number, 21, which);
            var family = walkIns[at] ? people.Family(branch, at, account: false) : families[(int)((long)rank++ * families.Count / withAccount)];
            before = ReferenceEquals(before?.Family, family) ? before : null;
            var story = stories[which % SeedStories.Block];
            var form = Form(branch, which, schools, family, story, before, serials, ref random);
            SeedTimes.Tell(form, staff, today, ref random);
            if (form.Status == ApplicationStatus.Enrolled)
            {
                form.EnrollmentId = IdOf(branch, form.School, story, 'E', serials);
            }

            // named on the form only if the family's other child was there before
            form.Sibling = before is not null && !ReferenceEquals(before.Child, form.Child) && before.Submitted < form.Submitted ? before : null;
            forms.Add(form);
            before = form;
        }

        // as the keys are ordered, so that indexes grow at one end
        forms.Sort((one, other) => string.CompareOrdinal(one.Id, other.Id));
        return forms;
    }

    private MadeForm Form(
        PlannedBranch branch, int which, IReadOnlyList<MadeSchool> schools, MadeFamily family, SeedStory story, MadeForm? before, Dictionary<(string, int), int> serials,
        ref SeedRandom random)
    {
        var session = plan.Sessions[story.Session];
        // one in ten is the same child's, at another school of the branch
        var again = before is not null && before.Session == session && random.Chance(35)
            ? schools.FirstOrDefault(school => school.Code != before.School && school.Classes.Any(taught => taught.Code == before.Class.Code)) : null;
        var chosen = again ?? (random.Chance(50) ? schools[0] : random.Of(schools));
        var taught = again is null ? Weighted(chosen.Classes, ref random) : again.Classes.First(one => one.Code == before!.Class.Code);
        var child = again is null ? people.Child(branch, family, taught.Code, session.Year, ref random) : before!.Child;
        return new MadeForm
        {
            Which = which,
            Id = IdOf(branch, chosen.Code, story, 'A', serials),
            RowId = random.Uuid(),
            Story = story,
            Session = session,
            School = chosen.Code,
            Class = taught,
            Family = family,
            Child = child,
            Quota = taught.Code is "NU" or "01" && random.Chance(22) ? "rte" : "open",
            Medium = random.Of(chosen.Media),
        };
    }

    private string IdOf(PlannedBranch branch, string school, SeedStory story, char kind, Dictionary<(string, int), int> serials)
    {
        var key = (school + kind, story.Session);
        var serial = serials[key] = serials.GetValueOrDefault(key) + 1;
        Span<char> id = stackalloc char[16];
        branch.Id.Value.CopyTo(id);
        school.CopyTo(id[6..]);
        plan.Sessions[story.Session].Year.ShortCode.CopyTo(id[8..]);
        id[10] = kind;
        for (var place = 14; place > 10; place--, serial /= 36)
        {
            id[place] = Base36.Alphabet[serial % 36];
        }

        id[15] = Base36.CheckCharacter(id[..15]);
        return new string(id);
    }

    private static MadeClass Weighted(IReadOnlyList<MadeClass> classes, ref SeedRandom random)
    {
        var rest = random.Below(classes.Sum(taught => taught.Weight));
        foreach (var taught in classes)
        {
            rest -= taught.Weight;
            if (rest < 0)
            {
                return taught;
            }
        }

        return classes[^1];
    }
}
