namespace Vise.Web.Shell;

/// <summary>The icons that VISE draws itself; each status has one.</summary>
public enum IconName
{
    Draft,
    Submitted,
    Review,
    Accepted,
    Offer,
    Rupee,
    Enrolled,
    Rejected,
    Withdrawn,
    Expired,
    Check,
    Alert,
    ArrowRight,
    ArrowLeft,
    ArrowUp,
    ArrowDown,
    Calendar,
    Search,
    Document,
    Print,
    Person,
    School,
    Sun,
    Moon,
    Globe,
    Queue,
    Chart,
    Plus,
    Close,
    Keyboard,
    SignOut,
    Phone,
}

/// <summary>The strokes of each icon on a grid of 24.</summary>
internal static class IconShapes
{
    private static readonly Dictionary<IconName, string> Shapes = new()
    {
        [IconName.Draft] = """<path d="M4.5 19.5 6 14 16 4l4 4-10 10-5.5 1.5ZM13.5 6.5l4 4"/>""",
        [IconName.Submitted] = """<path d="M20.5 3.5 3.5 10l7 3.5 3.5 7 6.5-17ZM10.5 13.5l4-4"/>""",
        [IconName.Review] = """<path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12Z"/><circle cx="12" cy="12" r="2.75"/>""",
        [IconName.Accepted] = """<circle cx="12" cy="12" r="8.75"/><path d="m8 12.25 2.75 2.75L16 9.5"/>""",
        [IconName.Offer] = """<path d="M3.5 9.5 12 3.5l8.5 6v10h-17v-10Z"/><path d="m3.5 9.5 8.5 6 8.5-6"/>""",
        [IconName.Rupee] = """<path d="M7 4.5h10.5M7 9h10.5M7 4.5h3c6.5 0 6.5 9 0 9H7l7.5 6.5"/>""",
        [IconName.Enrolled] = """<path d="M2.5 9.5 12 5l9.5 4.5L12 14 2.5 9.5Z"/><path d="M6.5 11.5v5c3 2.5 8 2.5 11 0v-5M21.5 9.5v5.5"/>""",
        [IconName.Rejected] = """<circle cx="12" cy="12" r="8.75"/><path d="m9 9 6 6M15 9l-6 6"/>""",
        [IconName.Withdrawn] = """<path d="m8.5 4.5-4.5 4.5 4.5 4.5"/><path d="M4 9h10.5c6.5 0 6.5 10.5 0 10.5H10"/>""",
        [IconName.Expired] = """<path d="M6.5 3.5h11M6.5 20.5h11M8 3.5c0 5 8 12 8 17M16 3.5c0 5-8 12-8 17"/>""",
        [IconName.Check] = """<path d="m5 12.5 4.5 4.5L19 7"/>""",
        [IconName.Alert] = """<path d="M12 3.5 21.5 20h-19L12 3.5ZM12 10v4.5"/><path d="M12 17.2v.1"/>""",
        [IconName.ArrowRight] = """<path d="M4.5 12h15M13.5 6l6 6-6 6"/>""",
        [IconName.ArrowLeft] = """<path d="M19.5 12h-15M10.5 6l-6 6 6 6"/>""",
        [IconName.ArrowUp] = """<path d="M12 19.5v-15M6 10.5l6-6 6 6"/>""",
        [IconName.ArrowDown] = """<path d="M12 4.5v15M6 13.5l6 6 6-6"/>""",
        [IconName.Calendar] = """<path d="M4 6h16v14H4V6ZM4 10.5h16M8 3.5V8M16 3.5V8"/><path d="M8 14h2M14 14h2M8 17h2"/>""",
        [IconName.Search] = """<circle cx="10.75" cy="10.75" r="6.75"/><path d="m15.75 15.75 4.75 4.75"/>""",
        [IconName.Document] = """<path d="M6 3.5h8l4.5 4.5v12.5H6v-17Z"/><path d="M13.5 3.5v5h5M9 12.5h6.5M9 16h6.5"/>""",
        [IconName.Print] = """<path d="M7 8.5v-5h10v5M7 17H4V8.5h16V17h-3"/><path d="M7 14h10v6.5H7V14Z"/>""",
        [IconName.Person] = """<circle cx="12" cy="8" r="4"/><path d="M4.5 20.5c.5-8.5 14.5-8.5 15 0"/>""",
        [IconName.School] = """<path d="M12 2.5v4M12 3h4v2h-4M12 6.5l5 4v10H7v-10l5-4ZM7 13H3v7.5h18V13h-4"/><path d="M10.5 20.5V16h3v4.5M12 11.5v.1"/>""",
        [IconName.Sun] = """<circle cx="12" cy="12" r="4"/><path d="M12 2.5v2.5M12 19v2.5M2.5 12H5M19 12h2.5M5.3 5.3 7 7M17 17l1.7 1.7M5.3 18.7 7 17M17 7l1.7-1.7"/>""",
        [IconName.Moon] = """<path d="M20 14.5A8.5 8.5 0 1 1 9.5 4a7 7 0 0 0 10.5 10.5Z"/>""",
        [IconName.Globe] = """<circle cx="12" cy="12" r="8.75"/><path d="M3.25 12h17.5M12 3.25c-5 5-5 12.5 0 17.5 5-5 5-12.5 0-17.5Z"/>""",
        [IconName.Queue] = """<path d="M4 4.5h16v15H4v-15ZM4 14h4.5l1.5 2.5h4l1.5-2.5H20M8 8.5h8"/>""",
        [IconName.Chart] = """<path d="M4 4v16h16M8.5 16.5v-4M13 16.5V8M17.5 16.5v-6"/>""",
        [IconName.Plus] = """<path d="M12 5v14M5 12h14"/>""",
        [IconName.Close] = """<path d="m6 6 12 12M18 6 6 18"/>""",
        [IconName.Keyboard] = """<path d="M2.5 6.5h19v11h-19v-11ZM6 10h.1M10 10h.1M14 10h.1M18 10h.1M7.5 14h9"/>""",
        [IconName.SignOut] = """<path d="M13.5 4H5v16h8.5M10 12h10.5M16.5 8l4 4-4 4"/>""",
        [IconName.Phone] = """<path d="M7.5 2.5h9v19h-9v-19ZM11 18.5h2"/>""",
    };

    public static string Of(IconName name) => Shapes[name];
}
