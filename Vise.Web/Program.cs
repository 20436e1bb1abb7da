using Vise.Web.Access;
using Vise.Web.Admissions;
using Vise.Web.Codes;
using Vise.Web.Operations;
using Vise.Web.Operations.Jobs;
using Vise.Web.Operations.Signals;
using Vise.Web.Operations.Trails;
using Vise.Web.Shell;
using Vise.Web.Shell.Api;
using Vise.Web.Users;

return await ViseCommand.RunAsync(args, new Rooms(Add, PrepareAsync, Use, StartAccounts.Of));

static void Add(WebApplicationBuilder builder) =>
    builder.AddData().AddSignals().AddShell().AddSignIn().AddJobs().AddTrails().AddUsers().AddCodes().AddAdmissions().AddApi();

static async Task PrepareAsync(WebApplication app)
{
    await app.PrepareDataAsync();
    if (!NodeRole.Serves(app.Configuration))
    {
        return;
    }

    await app.PrepareSignInAsync();
    await app.PrepareAdmissionsAsync();
}

static void Use(WebApplication app)
{
    app.UseSignals();
    if (NodeRole.Serves(app.Configuration))
    {
        Serve(app);
    }
}

static void Serve(WebApplication app) => app.UseTrails().UseFrontDoor().UseShell().UseSignIn().MapSignIn().MapUsers().MapCodes().MapAdmissions().MapApi().MapShell();

public partial class Program;
