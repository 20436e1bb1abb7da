using Vise.Data.Users;
using Vise.Domain.Admissions;
using Vise.Domain.Codes;
using Vise.Domain.Users;
using Vise.Web.Shell;

namespace Vise.Web.Users.People;

/// <summary>What is filled in to give or promise a role.</summary>
public sealed class GrantForm
{
    public string Address { get; set; } = "";

    public Role Role { get; set; } = Role.Clerk;

    public string State { get; set; } = "";

    public string District { get; set; } = "";

    public string Branch { get; set; } = "";

    /// <summary>The first day, where the network is; null: from now.</summary>
    public DateOnly? From { get; set; }

    /// <summary>The last day; null: until it is ended.</summary>
    public DateOnly? To { get; set; }

    /// <summary>The place as far as this role is held over one; a role over the whole network has none.</summary>
    public GrantWish Wish()
    {
        var prefix = Role switch
        {
            Role.SystemAdmin => "",
            Role.StateOfficer => State,
            Role.DistrictOfficer => State + District,
            _ => State + District + Branch,
        };
        return new GrantWish(Role, Scope.TryParse(prefix, out var scope) ? scope : Scope.Everything, From is { } day ? StartOf(day) : null, To is { } last ? Deadline.EndOf(last, Formats.India) : null);
    }

    /// <summary>Starts at the place that the giver's own grant is held over.</summary>
    public static GrantForm Within(Scope scope)
    {
        var prefix = scope.Prefix.PadRight(6);
        return new GrantForm { State = prefix[..2].Trim(), District = prefix[2..4].Trim(), Branch = prefix[4..].Trim() };
    }

    private static DateTimeOffset StartOf(DateOnly day) => Deadline.EndOf(day.AddDays(-1), Formats.India).AddSeconds(1);
}
