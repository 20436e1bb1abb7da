using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Vise.Domain.Codes;

namespace Vise.Data.Codes;

internal sealed class GeographicMap : IEntityTypeConfiguration<Geographic>
{
    public void Configure(EntityTypeBuilder<Geographic> builder)
    {
        builder.ToTable("geographic", "codes");
        builder.HasKey(place => new { place.StateCode, place.DistrictCode });
        builder.Property(kept => kept.Version).IsRowVersion();
    }
}

internal sealed class BranchMap : IEntityTypeConfiguration<Branch>
{
    public void Configure(EntityTypeBuilder<Branch> builder)
    {
        builder.ToTable("branch", "codes");
        builder.HasKey(branch => branch.BranchId);
        builder.Property(kept => kept.Version).IsRowVersion();
    }
}

internal sealed class InstitutionMap : IEntityTypeConfiguration<Institution>
{
    public void Configure(EntityTypeBuilder<Institution> builder)
    {
        builder.ToTable("institution", "codes");
        builder.HasKey(institution => new { institution.BranchId, institution.InstitutionCode });
        builder.Property(kept => kept.Version).IsRowVersion();
    }
}

internal sealed class SchoolKeyMap : IEntityTypeConfiguration<SchoolKey>
{
    public void Configure(EntityTypeBuilder<SchoolKey> builder)
    {
        builder.ToTable("school_key", "codes");
        builder.HasKey(key => new { key.BranchId, key.InstitutionCode, key.Key });
    }
}

internal sealed class TermMap : IEntityTypeConfiguration<Term>
{
    public void Configure(EntityTypeBuilder<Term> builder)
    {
        builder.ToTable("term", "codes");
        builder.HasKey(term => new { term.List, term.Code });
        builder.Property(kept => kept.Version).IsRowVersion();
    }
}

internal sealed class CurriculumMap : IEntityTypeConfiguration<Curriculum>
{
    public void Configure(EntityTypeBuilder<Curriculum> builder)
    {
        builder.ToTable("curriculum", "codes");
        builder.HasKey(taught => new { taught.BranchId, taught.InstitutionCode, taught.ProgrammeCode, taught.DepartmentCode, taught.ClassCode });
        builder.Property(kept => kept.Version).IsRowVersion();
    }
}

internal sealed class AgeRuleMap : IEntityTypeConfiguration<AgeRule>
{
    public void Configure(EntityTypeBuilder<AgeRule> builder)
    {
        builder.ToTable("age_rule", "codes");
        builder.HasKey(rule => new { rule.StateCode, rule.ClassCode, rule.Category });
        builder.Property(rule => rule.Version).IsRowVersion();
    }
}

internal sealed class IncomeCapMap : IEntityTypeConfiguration<IncomeCap>
{
    public void Configure(EntityTypeBuilder<IncomeCap> builder)
    {
        builder.ToTable("income_cap", "codes");
        builder.HasKey(cap => cap.StateCode);
        builder.Property(cap => cap.Version).IsRowVersion();
    }
}

internal sealed class SchoolYearMap : IEntityTypeConfiguration<SchoolYear>
{
    public void Configure(EntityTypeBuilder<SchoolYear> builder)
    {
        builder.ToTable("academic_year", "codes");
        builder.HasKey(year => year.AcademicYear);
        builder.Property(kept => kept.Version).IsRowVersion();
    }
}

internal sealed class AnnouncementMap : IEntityTypeConfiguration<Announcement>
{
    public void Configure(EntityTypeBuilder<Announcement> builder)
    {
        builder.ToTable("announcement", "codes");
        builder.HasKey(announcement => new { announcement.BranchId, announcement.AnnouncementId });
        builder.Property(kept => kept.Version).IsRowVersion();
    }
}
