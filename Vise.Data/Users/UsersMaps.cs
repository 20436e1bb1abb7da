using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Vise.Domain.Admissions;
using Vise.Domain.Users;

namespace Vise.Data.Users;

internal sealed class AccountMap : IEntityTypeConfiguration<Account>
{
    public void Configure(EntityTypeBuilder<Account> builder)
    {
        builder.ToTable("account", "users");
        builder.HasKey(account => account.AccountId);
        builder.Property(account => account.AccountId).ValueGeneratedNever();
    }
}

internal sealed class PostEntryMap : IEntityTypeConfiguration<PostEntry>
{
    public void Configure(EntityTypeBuilder<PostEntry> builder)
    {
        builder.ToTable("post", "users");
        builder.HasKey(post => post.PostId);
        builder.Property(post => post.PostId).ValueGeneratedNever();
    }
}

internal sealed class AccessGrantMap : IEntityTypeConfiguration<AccessGrant>
{
    public void Configure(EntityTypeBuilder<AccessGrant> builder)
    {
        builder.ToTable("access_grant", "users");
        builder.HasKey(grant => grant.GrantId);
        builder.Property(grant => grant.GrantId).ValueGeneratedNever();
    }
}

internal sealed class StudentMap : IEntityTypeConfiguration<Student>
{
    public void Configure(EntityTypeBuilder<Student> builder)
    {
        builder.ToTable("student", "users");
        builder.HasKey(student => new { student.BranchId, student.EnrollmentId });
    }
}

internal sealed class GuardianMap : IEntityTypeConfiguration<Guardian>
{
    public void Configure(EntityTypeBuilder<Guardian> builder)
    {
        builder.ToTable("parent", "users");
        builder.HasKey(parent => new { parent.BranchId, parent.ApplicationId, parent.Position });
        builder.Property(parent => parent.Position).ValueGeneratedNever();
    }
}

internal sealed class SiblingMap : IEntityTypeConfiguration<Sibling>
{
    public void Configure(EntityTypeBuilder<Sibling> builder)
    {
        builder.ToTable("sibling", "users");
        builder.HasKey(sibling => new { sibling.BranchId, sibling.ApplicationId, sibling.Position });
        builder.Property(sibling => sibling.Position).ValueGeneratedNever();
    }
}

internal sealed class EarlierSchoolMap : IEntityTypeConfiguration<EarlierSchool>
{
    public void Configure(EntityTypeBuilder<EarlierSchool> builder)
    {
        builder.ToTable("academic", "users");
        builder.HasKey(school => new { school.BranchId, school.ApplicationId, school.Position });
        builder.Property(school => school.Position).ValueGeneratedNever();
    }
}
