using Vise.Web.Access;
using Vise.Web.Admissions;
using Vise.Web.Operations;
using Vise.Web.Shell;

return await ViseCommand.RunAsync(args, new Rooms(Add, PrepareAsync, Use, StartAccounts.Of));

static void Add(WebApplicationBuilder builder) => builder.AddData().AddShell().AddSignIn().AddAdmissions();

static Task PrepareAsync(WebApplication app) => app.PrepareDataAsync();

static void Use(WebApplication app)
{
    app.UseFrontDoor();
    app.UseShell().UseSignIn().MapSignIn().MapAdmissions().MapShell();
}

public partial class Program;
