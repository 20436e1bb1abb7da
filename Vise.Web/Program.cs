using Vise.Web.Access;
using Vise.Web.Admissions;
using Vise.Web.Operations;
using Vise.Web.Operations.Jobs;
using Vise.Web.Operations.Signals;
using Vise.Web.Shell;
using Vise.Web.Shell.Api;

return await ViseCommand.RunAsync(args, new Rooms(Add, PrepareAsync, Use, StartAccounts.Of));

static void Add(WebApplicationBuilder builder) => builder.AddData().AddSignals().AddShell().AddSignIn().AddJobs().AddAdmissions().AddApi();

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

static void Serve(WebApplication app) => app.UseFrontDoor().UseShell().UseSignIn().MapSignIn().MapAdmissions().MapApi().MapShell();

public partial class Program;
