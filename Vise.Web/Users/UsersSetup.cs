using Vise.Web.Operations.Jobs;
using Vise.Web.Users.Post;

namespace Vise.Web.Users;

/// <summary>People and their accounts: what Program.cs calls.</summary>
public static class UsersSetup
{
    public static WebApplicationBuilder AddUsers(this WebApplicationBuilder builder)
    {
        builder.Services.AddScoped<People.PeopleSayings>();
        if (builder.Configuration.RunsJobs())
        {
            builder.Services.AddSingleton<PostCarrier>().AddHostedService<PostService>();
        }

        return builder;
    }
}
