using Vise.Data.Admissions;
using Vise.Domain.Admissions;
using Vise.Web.Shell;

namespace Vise.Web.Admissions.Desk;

/// <summary>One line of a table of figures: how many applications stand where. Names nobody.</summary>
public sealed record FigureLine(string Key, string Name, long HandedIn, long AtOffice, long Offered, long Enrolled, long Closed);

/// <summary>Sums over figures.</summary>
public static class FigureSums
{
    private static readonly ApplicationStatus[] Office = [ApplicationStatus.Submitted, ApplicationStatus.Review, ApplicationStatus.Accepted];
    private static readonly ApplicationStatus[] Places = [ApplicationStatus.Offer, ApplicationStatus.Fees];

    public static long Of(IEnumerable<Figure> figures, ApplicationStatus status) => figures.Where(figure => figure.Status == status).Sum(figure => figure.Applications);

    /// <summary>The line of a group of figures. Drafts are nobody's business yet and not counted.</summary>
    public static FigureLine Line(string key, string name, IReadOnlyCollection<Figure> figures) => new(
        key,
        name,
        figures.Where(figure => figure.Status != ApplicationStatus.Draft).Sum(figure => figure.Applications),
        Office.Sum(status => Of(figures, status)),
        Places.Sum(status => Of(figures, status)),
        Of(figures, ApplicationStatus.Enrolled),
        figures.Where(figure => Statuses.IsEnded(figure.Status)).Sum(figure => figure.Applications));
}
