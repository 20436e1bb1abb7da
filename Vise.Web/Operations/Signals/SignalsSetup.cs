using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Vise.Data.Operations;

namespace Vise.Web.Operations.Signals;

/// <summary>Metrics, traces and health: what Program.cs calls.</summary>
public static class SignalsSetup
{
    private const string Collector = "OTEL_EXPORTER_OTLP_ENDPOINT";

    // outgoing requests, traced by the framework itself
    private const string Outgoing = "System.Net.Http";

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
            .WithMetrics(metrics => metrics.AddMeter(DataSignals.Name, WebSignals.Name).AddPrometheusExporter(options =>
            {
                // a scrape tells what is now, in our words
                options.ScrapeResponseCacheDurationMilliseconds = 0;
                options.ScopeInfoEnabled = false;
            }));
        services.ConfigureOpenTelemetryMeterProvider((provider, metrics) =>
        {
            // another app of this process, as in tests, has gauges of its own
            var own = provider.GetRequiredService<IMeterFactory>();
            metrics.AddView(instrument => instrument.Meter.Scope is { } scope && scope != own ? MetricStreamConfiguration.Drop : null);
        });
        if (builder.Configuration.Has(Collector))
        {
            telemetry.WithTracing(traces => traces
                .AddAspNetCoreInstrumentation(options =>
                {
                    options.Filter = http => http.Connection.LocalPort != ManagementPort.Of(builder.Configuration).Port;
                    options.EnrichWithHttpResponse = (trace, answer) => trace.SetTag("url.path", SafePath.Of(answer.HttpContext));
                })
                .AddSource(DataSignals.Name, Outgoing)
                .AddProcessor(new WithoutAddresses())
                .AddOtlpExporter());
        }

        return builder;
    }

    /// <summary>Goes first: counts every request, and keeps the management port apart from all that follows.</summary>
    public static WebApplication UseSignals(this WebApplication app)
    {
        // what is counted before somebody listens is lost
        app.Services.GetRequiredService<MeterProvider>();
        // its uptime begins now
        app.Services.GetRequiredService<ProcessHealth>();
        app.UseRequestSignals();
        app.UseManagementPort(Management.Answer);
        DataSignals.StandAtZero();
        return app;
    }

    /// <summary>Outgoing addresses may hold a mobile number, as those of SMS gateways do; the server's name is enough.</summary>
    private sealed class WithoutAddresses : BaseProcessor<Activity>
    {
        public override void OnEnd(Activity data)
        {
            if (data.Source.Name is Outgoing)
            {
                data.SetTag("url.full", null);
            }
        }
    }
}
