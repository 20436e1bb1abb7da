var builder = WebApplication.CreateBuilder(args);
var app = builder.Build();
app.MapGet("/", () => "VISE");
app.Run();

public partial class Program;
