using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using OpenIddict.EntityFrameworkCore.Models;

namespace Vise.Web.Access;

/// <summary>
/// The library-owned tables of sign-in in schema <c>auth</c>, reached by the login <c>vise_auth</c> alone (SPEC 4).
/// Its tables are made by <c>migrations/V002__auth.sql</c>.
/// </summary>
public sealed class AuthContext(DbContextOptions<AuthContext> options) : IdentityUserContext<Login, Guid>(options), IDataProtectionKeyContext
{
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    public DbSet<AuthorityKey> AuthorityKeys => Set<AuthorityKey>();

    protected override Version SchemaVersion => IdentitySchemaVersions.Version3;

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.HasDefaultSchema("auth");
        builder.UseOpenIddict<Guid>();

        builder.Entity<Login>(login =>
        {
            login.ToTable("login");
            login.Property(l => l.DisplayName).HasMaxLength(200);
            login.Property(l => l.Language).HasMaxLength(10);
            login.HasIndex(l => l.NormalizedUserName).IsUnique().HasDatabaseName("login_user_name");
            login.HasIndex(l => l.NormalizedEmail).IsUnique().HasDatabaseName("login_email");
            login.HasIndex(l => l.PhoneNumber).IsUnique().HasDatabaseName("login_phone");
        });
        builder.Entity<IdentityUserClaim<Guid>>().ToTable("login_claim");
        builder.Entity<IdentityUserLogin<Guid>>().ToTable("login_elsewhere");
        builder.Entity<IdentityUserToken<Guid>>().ToTable("login_token");
        builder.Entity<IdentityUserPasskey<Guid>>().ToTable("login_passkey");
        builder.Entity<OpenIddictEntityFrameworkCoreApplication<Guid>>().ToTable("client");
        builder.Entity<OpenIddictEntityFrameworkCoreAuthorization<Guid>>().ToTable("client_authorization");
        builder.Entity<OpenIddictEntityFrameworkCoreScope<Guid>>().ToTable("client_scope");
        builder.Entity<OpenIddictEntityFrameworkCoreToken<Guid>>().ToTable("client_token");
        builder.Entity<DataProtectionKey>().ToTable("data_protection_key");
        builder.Entity<AuthorityKey>(key =>
        {
            key.ToTable("authority_key");
            key.HasKey(k => k.Purpose);
            key.Property(k => k.Purpose).HasMaxLength(20);
        });
    }
}

/// <summary>What a person signs in with at the embedded authority. Who they are to VISE is <c>users.account</c>.</summary>
public sealed class Login : IdentityUser<Guid>
{
    public string DisplayName { get; set; } = "";

    public string Language { get; set; } = "en";
}

/// <summary>A key of the embedded authority, protected with the data-protection keys.</summary>
public sealed class AuthorityKey
{
    public required string Purpose { get; init; }

    public required string ProtectedKey { get; init; }
}
