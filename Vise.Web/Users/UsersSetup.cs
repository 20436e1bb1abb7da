using Vise.Web.Operations;
using Vise.Web.Users.Codes;
using Vise.Web.Users.Guests;
using Vise.Web.Users.Post;

namespace Vise.Web.Users;

/// <summary>People and their accounts: what Program.cs calls.</summary>
public static class UsersSetup
{
    public static WebApplicationBuilder AddUsers(this WebApplicationBuilder builder)
    {
        builder.Services.AddScoped<People.PeopleSayings>().AddScoped<People.PeoplePlace>();
        if (NodeRole.Works(builder.Configuration))
        {
            builder.Services.AddSingleton<PostCarrier>().AddHostedService<PostService>();
        }

        builder.Services.AddScoped<CodeErrands>().AddScoped<CodeSending>().AddSingleton<CodeThrottle>();
        builder.Services.AddScoped<GuestEntry>().AddSingleton<GuestThrottle>();
        return builder;
    }
}
