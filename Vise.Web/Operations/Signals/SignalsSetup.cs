using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Vise.Data.Operations;

namespace Vise.Web.Operations.Signals;

/// <summary>Metrics, traces and health: what Program.cs calls.</summary>
public static class SignalsSetup
{
    private const string Collector = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Metrics for Prometheus always; traces only where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names a collector, so that none are made for nobody.</summary>
    public static WebApplicationBuilder AddSignals(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<Readings>().AddSingleton<Parts>().AddSingleton<ProcessHealth>().AddSingleton<ActiveUsers>().AddSingleton<WebSignals>();
        services.AddSingleton<ActiveApplications>().AddHostedService(provider => provider.GetRequiredService<ActiveApplications>());
        services.AddScoped<CircuitHandler, CircuitSignals>();
        var telemetry = services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(HealthBody.ServiceName, serviceVersion: HealthBody.BuildVersion))
            .WithMetrics(metrics => metrics.AddMeter(DataSignals.Name, WebSignals.Name).AddPrometheusExporter());
        if (builder.Configuration.Has(Collector))
        {
            telemetry.WithTracing(traces => traces
                .AddAspNetCoreInstrumentation(options => options.Filter = http => http.Connection.LocalPort != ManagementPort.Of(builder.Configuration).Port)
                // outgoing requests, by the framework itself
                .AddSource(DataSignals.Name, "System.Net.Http")
                .AddOtlpExporter());
        }

        return builder;
    }

    /// <summary>Goes first: counts every request, and keeps the management port apart from all that follows.</summary>
    public static WebApplication UseSignals(this WebApplication app)
    {
        // what is counted before somebody listens is lost
        app.Services.GetRequiredService<MeterProvider>();
        app.UseRequestSignals();
        app.UseManagementPort(Management.Answer);
        DataSignals.StandAtZero();
        return app;
    }
}
