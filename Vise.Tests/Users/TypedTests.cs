using Vise.Domain.Users;
using Xunit;

namespace Vise.Tests.Users;

public class TypedTests
{
    [Theory]
    [InlineData("Asha Patil", true)]
    [InlineData("आशा रमेश पाटील", true)]
    [InlineData("ச. கவிதா", true)]
    [InlineData("ಚಿರಾಗ್ ಮಂಜುನಾಥ್", true)]
    [InlineData("Zoya D'Souza-Khan", true)]
    [InlineData("K. R. Narayanan", true)]
    [InlineData("A", false)]
    [InlineData("A.. B", false)]
    [InlineData("A. B. C. D", false)]
    [InlineData("Mr Patil", false)]
    [InlineData("Shri Patil", false)]
    [InlineData("श्री पाटील", false)]
    [InlineData("Asha  Patil", false)]
    [InlineData("Asha2", false)]
    [InlineData("<b>Asha</b>", false)]
    [InlineData("--", false)]
    public void Names_of_any_script_are_taken_and_titles_are_not(string name, bool right) => Assert.Equal(right, Typed.IsName(name));

    [Theory]
    [InlineData("9823012345", "+919823012345")]
    [InlineData("098230 12345", "+919823012345")]
    [InlineData("+91 98230 12345", "+919823012345")]
    [InlineData("919823012345", "+919823012345")]
    [InlineData("5823012345", null)]
    [InlineData("982301234", null)]
    [InlineData("", null)]
    public void A_mobile_is_brought_to_one_form(string typed, string? mobile) => Assert.Equal(mobile, Typed.Mobile(typed));

    [Theory]
    [InlineData("999999990019", true)]
    [InlineData("9999 9999 0019", true)]
    [InlineData("999999990018", false)]
    [InlineData("199999990019", false)]
    [InlineData("99999999001", false)]
    public void An_Aadhaar_number_is_right_by_Verhoeff(string typed, bool right) => Assert.Equal(right, Typed.Aadhaar(typed) is not null);

    [Fact]
    public void Verhoeff_catches_every_wrong_digit_and_every_swap()
    {
        const string Right = "999999990019";
        for (var place = 0; place < 12; place++)
        {
            for (var digit = '0'; digit <= '9'; digit++)
            {
                Assert.Equal(digit == Right[place], Verhoeff.IsValid(Right[..place] + digit + Right[(place + 1)..]));
            }
        }

        Assert.True(Verhoeff.IsValid("2363"));
        Assert.False(Verhoeff.IsValid("3263"));
    }

    [Theory]
    [InlineData("  Asha \t Patil \n", "Asha Patil")]
    [InlineData("E\u0301va", "Éva")]
    [InlineData("क\u0000ख", "कख")]
    [InlineData("शब्द\u200Dक्", "शब्द\u200Dक्")]
    [InlineData(null, "")]
    public void What_is_typed_is_trimmed_and_normalised(string? typed, string clean) => Assert.Equal(clean, Typed.Clean(typed));

    [Fact]
    public void Search_keys_fold_case_and_accents_and_keep_vowel_signs()
    {
        Assert.Equal(["eva", "d", "souza"], Typed.Keys("Éva D'Souza"));
        Assert.Equal(["आशा", "पाटील"], Typed.Keys("आशा पाटील"));
    }
}
