using Vise.Web.Access;
using Vise.Web.Operations;
using Vise.Web.Shell;

return await ViseCommand.RunAsync(args, new Rooms(Add, PrepareAsync, Use, _ => (DemoAccounts.ForBanner, DemoAccounts.Password)));

static void Add(WebApplicationBuilder builder) => builder.AddData().AddShell().AddSignIn();

static async Task PrepareAsync(WebApplication app)
{
    await app.PrepareDataAsync();
    await app.PrepareSignInAsync();
}

static void Use(WebApplication app) => app.UseFrontDoor().UseShell().UseSignIn().MapSignIn().MapShell();

public partial class Program;
