using Vise.Domain.Admissions;
using static Vise.Domain.Admissions.ApplicationStatus;

namespace Vise.Data.Operations.Seed;

/// <summary>One way that an application may go.</summary>
/// <param name="Session">Which of the three sessions it was for, 0 the oldest.</param>
/// <param name="MostAge">How many days at most lie between its last step and the day of the order; of the session that runs only.</param>
/// <param name="Way">Its statuses from draft on; each step stands in <see cref="Lifecycle"/>.</param>
internal sealed record SeedStory(int Session, int MostAge, params ApplicationStatus[] Way);

/// <summary>
/// Which applications there are: fifty stories for each fifty applications, in an order of chance. So 40 in 100 are enrolled, exactly, and every
/// status is there from fifty applications on.
/// </summary>
internal static class SeedStories
{
    public const int Block = 50;

    public static IReadOnlyList<SeedStory> All { get; } =
    [
        .. Times(6, new(0, 0, Draft, Submitted, Review, Accepted, Offer, Fees, Enrolled)),
        .. Times(2, new(0, 0, Draft, Submitted, Review, Rejected)),
        .. Times(9, new(1, 0, Draft, Submitted, Review, Accepted, Offer, Fees, Enrolled)),
        .. Times(1, new(1, 0, Draft, Submitted, Review, Rejected)),
        .. Times(1, new(1, 0, Draft, Submitted, Review, Accepted, Rejected)),
        .. Times(1, new(1, 0, Draft, Submitted, Withdrawn)),
        .. Times(1, new(1, 0, Draft, Submitted, Review, Accepted, Withdrawn)),
        .. Times(1, new(1, 0, Draft, Submitted, Review, Accepted, Offer, Expired)),
        .. Times(1, new(1, 0, Draft, Submitted, Review, Accepted, Offer, Fees, Expired)),
        .. Times(5, new(2, 60, Draft, Submitted, Review, Accepted, Offer, Fees, Enrolled)),
        .. Times(2, new(2, 60, Draft, Submitted, Review, Rejected)),
        .. Times(1, new(2, 60, Draft, Withdrawn)),
        .. Times(1, new(2, 60, Draft, Submitted, Withdrawn)),
        .. Times(2, new(2, 60, Draft, Expired)),
        .. Times(3, new(2, 22, Draft)),
        .. Times(1, new(2, 8, Draft, Submitted, Review, Draft)),
        .. Times(4, new(2, 10, Draft, Submitted)),
        .. Times(3, new(2, 7, Draft, Submitted, Review)),
        .. Times(2, new(2, 20, Draft, Submitted, Review, Accepted)),
        .. Times(2, new(2, 6, Draft, Submitted, Review, Accepted, Offer)),
        .. Times(1, new(2, 6, Draft, Submitted, Review, Accepted, Offer, Fees)),
    ];

    /// <summary>The stories of a block's fifty applications, in their order.</summary>
    public static SeedStory[] Of(long number, int block)
    {
        var stories = All.ToArray();
        var random = SeedRandom.Of(number, 3, block);
        for (var at = stories.Length - 1; at > 0; at--)
        {
            var other = random.Below(at + 1);
            (stories[at], stories[other]) = (stories[other], stories[at]);
        }

        return stories;
    }

    /// <summary>How many days after the step before a step is made; deadlines are of seven days, those of a draft of thirty.</summary>
    public static int DaysTo(ApplicationStatus from, ApplicationStatus to, ref SeedRandom random) => (from, to) switch
    {
        (Draft, Submitted) => random.Between(1, 6),
        (Draft, Expired) => Application.DraftDays,
        (Draft, Withdrawn) => random.Between(1, 10),
        (Submitted, Review) => random.Between(1, 4),
        (Review, Draft) => random.Between(1, 3),
        (Accepted, Offer) => random.Between(1, 8),
        (Accepted, Rejected) => random.Between(10, 20),
        (Offer or Fees, Expired) => 8,
        (Fees, Enrolled) => random.Between(2, 6),
        _ => random.Between(1, 5),
    };

    private static IEnumerable<SeedStory> Times(int times, SeedStory story) => Enumerable.Repeat(story, times);
}
