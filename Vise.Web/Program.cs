using Vise.Web.Access;
using Vise.Web.Admissions;
using Vise.Web.Operations;
using Vise.Web.Operations.Jobs;
using Vise.Web.Operations.Signals;
using Vise.Web.Shell;
using Vise.Web.Shell.Api;
using Vise.Web.Users;

return await ViseCommand.RunAsync(args, new Rooms(Add, PrepareAsync, Use, StartAccounts.Of));

static void Add(WebApplicationBuilder builder) => builder.AddData().AddSignals().AddShell().AddSignIn().AddJobs().AddUsers().AddAdmissions().AddApi();

static async Task PrepareAsync(WebApplication app)
{
    await app.PrepareDataAsync();
    await app.PrepareSignInAsync();
    await app.PrepareAdmissionsAsync();
}

static void Use(WebApplication app) => app.UseSignals().UseFrontDoor().UseShell().UseSignIn().MapSignIn().MapAdmissions().MapApi().MapShell();

public partial class Program;
