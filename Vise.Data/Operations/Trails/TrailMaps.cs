using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Vise.Domain.Operations;

namespace Vise.Data.Operations.Trails;

internal sealed class TrailRowMap : IEntityTypeConfiguration<TrailRow>
{
    public void Configure(EntityTypeBuilder<TrailRow> builder)
    {
        builder.ToTable("trail", "admissions");
        builder.HasKey(row => new { row.BranchId, row.TrailId });
        builder.Property(row => row.Action).HasConversion(action => action.ToString().ToLowerInvariant(), text => Enum.Parse<TrailAction>(text, true));
        builder.Property(row => row.OldValues).HasColumnType("jsonb");
        builder.Property(row => row.NewValues).HasColumnType("jsonb");
    }
}

internal sealed class TrailHeadMap : IEntityTypeConfiguration<TrailHead>
{
    public void Configure(EntityTypeBuilder<TrailHead> builder)
    {
        builder.ToTable("trail_head", "admissions");
        builder.HasKey(head => head.BranchId);
    }
}
