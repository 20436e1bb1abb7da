using Vise.Tests.Support;
using Xunit;

namespace Vise.Tests.Operations;

/// <summary>The real binary, started with a wrong setting.</summary>
public class WrongSettingsTests
{
    private const string GoodDatabase = "ConnectionStrings__Vise=Host=db;Database=vise;Username=vise_app;Password=x";
    private const string GoodRedis = "ConnectionStrings__Redis=cache:6379,abortConnect=false";

    [Theory]
    [InlineData("Production needs ConnectionStrings:Vise", "ASPNETCORE_ENVIRONMENT=Production")]
    [InlineData("Production needs ConnectionStrings:Redis", "ASPNETCORE_ENVIRONMENT=Production", GoodDatabase)]
    [InlineData("ConnectionStrings:Vise is not an Npgsql connection string", "ConnectionStrings__Vise=secret nonsense")]
    [InlineData("ConnectionStrings:Vise must sign in as vise_app", "DB_HOST=db", "DB_USER=postgres")]
    [InlineData("ConnectionStrings:Vise must name Host", "ConnectionStrings__Vise=Username=vise_app")]
    [InlineData("DB_PORT must be a port", "DB_HOST=db", "DB_PORT=many")]
    [InlineData("DB_NAME is set but DB_HOST is not", "DB_NAME=vise")]
    [InlineData("ConnectionStrings:Redis is not a StackExchange.Redis connection string", "ConnectionStrings__Redis=cache,nosuch=1")]
    [InlineData("REDIS_PORT must be a port", "REDIS_HOST=cache", "REDIS_PORT=0")]
    [InlineData("Public:Address must be an address", "Public__Address=vise.example")]
    [InlineData("Management:Address must be an address", "Management__Address=https://0.0.0.0:8082")]
    [InlineData("Management:Address must have a port of its own", "Management__Address=http://127.0.0.1:8080")]
    [InlineData("PROMETHEUS_PORT must be a port", "PROMETHEUS_PORT=many")]
    [InlineData("Demo:Enabled must be true or false", "Demo__Enabled=perhaps")]
    [InlineData("SignIn:RecheckSeconds must be a number from 1 to 30", GoodDatabase, "SignIn__RecheckSeconds=90")]
    [InlineData("Demo:Enabled is refused in production", "ASPNETCORE_ENVIRONMENT=Production", "Demo__Enabled=true")]
    [InlineData("Proxies:Trusted must list addresses and networks", "Proxies__Trusted=the-proxy", GoodDatabase, GoodRedis)]
    [InlineData("Production needs Secrets:KeyFile", "ASPNETCORE_ENVIRONMENT=Production", GoodDatabase, GoodRedis)]
    [InlineData("Secrets:MakeKeys is refused in production", "ASPNETCORE_ENVIRONMENT=Production", GoodDatabase, GoodRedis, "Secrets__KeyFile=keys.json", "Secrets__MakeKeys=true")]
    [InlineData("Production needs Documents:Directory", "ASPNETCORE_ENVIRONMENT=Production", GoodDatabase, GoodRedis, "Secrets__KeyFile=keys.json")]
    [InlineData("Documents:Store must be disk or s3", GoodDatabase, GoodRedis, "Documents__Store=tape")]
    [InlineData("Documents:S3:Endpoint must be the https address", GoodDatabase, GoodRedis, "Documents__Store=s3", "Documents__S3__Endpoint=http://s3.example")]
    [InlineData("Documents:S3:Bucket must be a bucket's name", GoodDatabase, GoodRedis, "Documents__Store=s3", "Documents__S3__Endpoint=https://s3.example", "Documents__S3__Bucket=No Bucket")]
    [InlineData("Documents:S3:AccessKey and Documents:S3:SecretKey are both needed", GoodDatabase, GoodRedis, "Documents__Store=s3", "Documents__S3__Endpoint=https://s3.example", "Documents__S3__Bucket=papers", "Documents__S3__SecretKey=secret")]
    [InlineData("Documents:Clamd must be where the virus scanner listens", GoodDatabase, GoodRedis, "Documents__Clamd=clamav")]
    [InlineData("There is no file of field keys", "ASPNETCORE_ENVIRONMENT=Production", GoodDatabase, GoodRedis, "Secrets__KeyFile=nosuch.json", "Documents__Directory=documents")]
    [InlineData("The file of field keys", GoodDatabase, GoodRedis, "Secrets__KeyFile=/dev/null")]
    [InlineData("Cache:Mode must be redis, memory, none or distributed", "Cache__Mode=disk")]
    [InlineData("Cache:Mode is distributed, but no IDistributedCache is registered", GoodDatabase, "Cache__Mode=distributed")]
    [InlineData("Role must be web, worker or all", "Role=sometimes")]
    [InlineData("Smtp:From must be the address", "Smtp__Host=mail.example")]
    [InlineData("Smtp:Security must be starttls or tls", "Smtp__Host=mail.example", "Smtp__From=a@b.example", "Smtp__Security=none")]
    [InlineData("Sms:Address must be an https address", "Sms__Address=http://sms.example/send", "Sms__Body={\"a\": \"{to}{text}\"}")]
    [InlineData("Sms:Method must be POST, PUT or GET", "Sms__Address=https://sms.example/send", "Sms__Method=DELETE")]
    [InlineData("Sms:Format must be json or form", "Sms__Address=https://sms.example/send", "Sms__Format=xml")]
    [InlineData("Sms:Body must be set for POST and PUT", "Sms__Address=https://sms.example/send")]
    [InlineData("Sms:Body (or Sms:Address) must say where {text}", "Sms__Address=https://sms.example/send", "Sms__Body={\"a\": \"{text}\"}")]
    [InlineData("Sms:Body must be JSON", "Sms__Address=https://sms.example/send", "Sms__Body={to} {text} secret")]
    [InlineData("Sms:Headers:Content-Length can't be sent", "Sms__Address=https://sms.example/send", "Sms__Body={\"a\": \"{to}{text}\"}", "Sms__Headers__Content-Length=secret")]
    [InlineData("Sms:Templates lacks the id of Review", "Sms__Address=https://sms.example/send?t={template}", "Sms__Body={\"a\": \"{to}{text}\"}", "Sms__Templates__Submitted=1")]
    [InlineData("Sms:TimeoutSeconds must be a number", "Sms__Address=https://sms.example/send", "Sms__TimeoutSeconds=60")]
    public async Task A_wrong_setting_stops_the_start_with_one_sentence(string sentence, params string[] settings)
    {
        var (code, output, error) = await StartAsync("run", settings);

        Assert.Equal(1, code);
        Assert.Equal("", output);
        Assert.StartsWith(sentence, error, StringComparison.Ordinal);
        Assert.EndsWith(".", error.TrimEnd(), StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
        Assert.DoesNotContain("secret", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_command_is_told_where_help_is()
    {
        var (code, _, error) = await StartAsync("fly");

        Assert.Equal(1, code);
        Assert.Equal("There is no command 'fly'; 'help' lists them.", error.TrimEnd());
    }

    private static Task<(int Code, string Output, string Error)> StartAsync(string command, params string[] settings) => TestCommand.RunAsync([command], settings);
}
