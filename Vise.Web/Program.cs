using Vise.Web.Operations;
using Vise.Web.Shell;

return await ViseCommand.RunAsync(args, new Rooms(Add, PrepareAsync, Use, _ => ([], "")));

static void Add(WebApplicationBuilder builder) => builder.AddData().AddShell();

static Task PrepareAsync(WebApplication app) => app.PrepareDataAsync();

static void Use(WebApplication app) => app.UseShell().MapShell();

public partial class Program;
