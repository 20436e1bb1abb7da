using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Vise.Domain.Finance;

namespace Vise.Data.Finance;

internal sealed class PaymentMap : IEntityTypeConfiguration<Payment>
{
    public void Configure(EntityTypeBuilder<Payment> builder)
    {
        builder.ToTable("payment", "finance");
        builder.HasKey(payment => new { payment.BranchId, payment.ReceiptNo });
        builder.Property(payment => payment.ReceiptNo).ValueGeneratedNever();
    }
}
