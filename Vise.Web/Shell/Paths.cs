using Vise.Domain.Admissions;
using Vise.Domain.Codes;

namespace Vise.Web.Shell;

/// <summary>Every URL of VISE is built here (ARCHITECTURE 4.7); the templates stand in the pages' own <c>@page</c> lines.</summary>
public static partial class Paths
{
    public const string Home = "/";
    public const string Apply = "/apply";
    public const string My = "/my";

    /// <summary>Where schools are found.</summary>
    public const string Schools = "/schools";

    /// <summary>Where an application stands, without sign-in. Number and date are posted.</summary>
    public const string Track = "/track";

    public const string Account = "/account";
    public const string AccountMobile = Account + "/mobile";
    public const string AccountEmail = Account + "/email";
    public const string AccountSecurity = Account + "/security";
    public const string AccountAuthenticator = AccountSecurity + "/authenticator";
    public const string AccountPasskey = AccountSecurity + "/passkey";
    public const string AccountPasskeyOptions = AccountPasskey + "/options";
    public const string Desk = "/desk";
    public const string Dashboard = "/dashboard";

    /// <summary>What the addresses of the office begin with, its open pages and the API included: it speaks English and Hindi.</summary>
    public static IReadOnlyList<string> Office { get; } = [Desk, Dashboard, "/admin", "/ops", AccessPaths.Circuits, AccessPaths.Api, "/openapi", Health];

    public const string Error = "/error";
    public const string NotFound = "/not-found";
    public const string Forbidden = "/forbidden";
    public const string Language = "/language";
    public const string Theme = "/theme";
    public const string ApiReference = "/api";
    public const string OpenApi = "/openapi/v1.json";
    public const string Health = "/health";
    public const string HealthDetailed = Health + "/detailed";
    public const string HealthDatabase = Health + "/database";
    public const string OpsJobs = "/ops/jobs";
    public const string OpsMailbox = "/ops/mailbox";
    public const string OpsCache = "/ops/cache";
    public const string OpsTrails = "/ops/trails";

    /// <summary>Who works where.</summary>
    public const string People = "/admin/people";

    public static string Person(Guid account) => $"{People}/{account:D}";

    /// <summary>Admission cycles.</summary>
    public const string Cycles = "/admin/cycles";

    /// <summary>Where one is set up.</summary>
    public static string Cycle(BranchId branch, string institution, AcademicYear year) => $"{Cycles}/{branch}/{institution}/{year}";

    /// <summary>The ages that classes take.</summary>
    public const string Ages = "/admin/ages";

    /// <summary>What the addresses of blank forms begin with.</summary>
    public const string BlankForms = "/forms";

    /// <summary>A cycle's form, blank, to be printed and filled in by hand.</summary>
    public static string BlankForm(BranchId branch, string institution, AcademicYear year) => $"{BlankForms}/{branch}/{institution}/{year}";

    /// <summary>Where a walk-in form is claimed by its code.</summary>
    public const string Claim = My + "/claim";

    public static string Guardian(ApplicationId id) => $"{My}/{id}/guardian";

    /// <summary>The sheet with a walk-in form's claim code.</summary>
    public static string DeskClaim(ApplicationId id) => $"{Desk}/{id}/claim";

    /// <summary>What an invitation is accepted on.</summary>
    public const string Invitation = "/invitation";

    /// <summary>Where an invitation's link leads: it puts the token away and goes on to <see cref="Invitation"/>.</summary>
    public const string InvitationLinkTemplate = Invitation + "/open";

    public static string InvitationLink(string token) => $"{InvitationLinkTemplate}?token={Uri.EscapeDataString(token)}";

    /// <summary>Starts the browser's OpenID Connect sign-in and comes back to <paramref name="returnTo"/>, a local path.</summary>
    public static string SignIn(string returnTo = Home) => $"{AccessPaths.SignIn}?returnTo={Uri.EscapeDataString(returnTo)}";

    public static string SignOut => AccessPaths.SignOut;

    /// <summary>Registers, then comes back to <paramref name="returnTo"/>, a local path.</summary>
    public static string Register(string returnTo = Home) => $"{AccessPaths.Register}?returnTo={Uri.EscapeDataString(returnTo)}";

    /// <summary>Chooses a new password, then comes back.</summary>
    public static string Reset(string returnTo = Home) => $"{AccessPaths.Reset}?returnTo={Uri.EscapeDataString(returnTo)}";

    /// <summary>Proves the mobile number, then comes back.</summary>
    public static string ProveMobile(string returnTo) => $"{AccountMobile}?returnTo={Uri.EscapeDataString(returnTo)}";

    /// <summary>Chooses another school for a copy of a form.</summary>
    public static string ApplyWithCopy(ApplicationId id) => $"{Apply}?from={id}";

    /// <summary>The same within the form's own school: another class.</summary>
    public static string ApplyInSchool(ApplicationId id) =>
        $"{ApplyWithCopy(id)}&state={id.Branch.State}&district={id.Branch.State}{id.Branch.District}&branch={id.Branch}&school={id.Branch}{id.Institution}";

    /// <summary>A step of the form, for example <c>/apply/2725010125A00F37/child</c>.</summary>
    public static string ApplyStep(ApplicationId id, string step) => $"{Apply}/{id}/{step}";

    public const string SaveFieldTemplate = Apply + "/{id}/fields";
    public const string UploadTemplate = Apply + "/{id}/files";
    public const string RemoveTemplate = Apply + "/{id}/files/{document:guid}/remove";
    public const string FamilyDocumentTemplate = My + "/{id}/documents/{document:guid}";

    /// <summary>Where the form's script saves one field, and asks what another device has changed.</summary>
    public static string SaveField(ApplicationId id) => $"{Apply}/{id}/fields";

    /// <summary>Where the documents step posts its files.</summary>
    public static string Upload(ApplicationId id) => $"{Apply}/{id}/files";

    public static string RemoveDocument(ApplicationId id, Guid document) => $"{Apply}/{id}/files/{document:N}/remove";

    public static string FamilyDocument(ApplicationId id, Guid document) => $"{My}/{id}/documents/{document:N}";

    public static string MyApplication(ApplicationId id) => $"{My}/{id}";

    public static string Withdraw(ApplicationId id) => $"{My}/{id}/withdraw";

    public static string Acknowledgement(ApplicationId id) => $"{My}/{id}/acknowledgement";

    private const string Letters = "/letters/";

    /// <summary>Who looked at the child's record.</summary>
    public static string Looked(ApplicationId id) => $"{My}/{id}/looked";

    public static string DeskApplication(ApplicationId id) => $"{Desk}/{id}";

    public static string DeskDocument(ApplicationId id, Guid document) => $"{Desk}/{id}/documents/{document:N}";

    /// <summary>The template that <see cref="DeskDocument"/> fills.</summary>
    public const string DeskDocumentTemplate = Desk + "/{id}/documents/{document:guid}";

    /// <summary>The figures of a session, of one branch where named.</summary>
    public static string DashboardOf(AcademicYear session, BranchId? branch) =>
        $"{Dashboard}?session={session}" + (branch is { } place ? $"&branch={place}" : "");
}

/// <summary>Where the network is set up: the places, schools and words that everything else refers to.</summary>
public static class SetupPaths
{
    public const string Branches = "/admin/branches";
    public const string Geography = "/admin/places";
    public const string Lists = "/admin/lists";
    public const string Years = "/admin/years";
    public const string Import = "/admin/import";

    /// <summary>Branches, institutions and curriculum as the file that the import reads.</summary>
    public const string Export = "/admin/export/codes.csv";

    public static string Branch(BranchId id) => $"{Branches}/{id}";

    public static string Institution(BranchId branch, string code) => $"{Branches}/{branch}/{code}";

    public static string Announcements(BranchId branch) => $"/admin/announcements/{branch}";

    public static string State(string state) => $"{Geography}/{state}";

    public static string District(string state, string district) => $"{Geography}/{state}/{district}";

    public static string List(string name) => $"{Lists}/{name}";
}

/// <summary>The addresses of sign-in: ours, and those that OpenID Connect names.</summary>
public static class AccessPaths
{
    public const string SignIn = "/sign-in";
    public const string SignOut = "/sign-out";
    public const string SignedOut = "/signed-out";
    public const string SignInFailed = "/sign-in/failed";
    public const string Password = "/sign-in/password";
    public const string Code = "/sign-in/code";
    public const string FactorCode = "/sign-in/factor";
    public const string Register = "/sign-in/register";
    public const string RegisterFinish = Register + "/finish";
    public const string Reset = "/sign-in/reset";
    public const string ResetFinish = Reset + "/finish";
    public const string SecondFactor = "/sign-in/second-factor";
    public const string StepUp = "/sign-in/step-up";
    public const string Passkey = "/sign-in/passkey";
    public const string PasskeyOptions = Passkey + "/options";
    public const string FirstPassword = "/sign-in/first";
    public const string FirstPasswordLinkTemplate = FirstPassword + "/open";
    public const string ChooseGrant = "/sign-in/grant";
    public const string Authorize = "/connect/authorize";
    public const string Token = "/connect/token";
    public const string EndSession = "/connect/endsession";
    public const string UserInfo = "/connect/userinfo";
    public const string Callback = "/signin-oidc";
    public const string SignedOutCallback = "/signout-callback-oidc";

    /// <summary>Where the page at <paramref name="path"/> goes first, to come back to <paramref name="returnTo"/>, a local path.</summary>
    public static string Then(string path, string? returnTo) => LocalReturn(returnTo) is { } back ? $"{path}?returnTo={Uri.EscapeDataString(back)}" : path;

    private static string? LocalReturn(string? text) => Access.LocalPath.Is(text) ? text : null;

    /// <summary>Where whoever was made an account chooses the first password.</summary>
    public static string FirstPasswordLink(string token) => $"{FirstPasswordLinkTemplate}?token={Uri.EscapeDataString(token)}";

    /// <summary>Everything under it takes bearer tokens and never the browser's cookie.</summary>
    public const string Api = "/api";

    /// <summary>Where open pages of the staff talk to the server.</summary>
    public const string Circuits = "/_blazor";
}
