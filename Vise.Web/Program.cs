using Vise.Web.Operations;

return await ViseCommand.RunAsync(args, new Rooms(Add, PrepareAsync, Use, _ => ([], "")));

static void Add(WebApplicationBuilder builder)
{
}

static Task PrepareAsync(WebApplication app) => Task.CompletedTask;

static void Use(WebApplication app)
{
    app.MapGet("/", () => "VISE");
}

public partial class Program;
