namespace Vise.Domain.Users;

/// <summary>The check digit of Aadhaar numbers: J. Verhoeff's scheme on the dihedral group D5 (Error detecting decimal codes, 1969).</summary>
public static class Verhoeff
{
    // The permutation applied once for each place from the right; place 0 is the check digit.
    private static readonly int[] Permutation = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];

    /// <summary>Whether text of digits, its check digit last, is right.</summary>
    public static bool IsValid(ReadOnlySpan<char> digits)
    {
        var check = 0;
        for (var place = 0; place < digits.Length; place++)
        {
            var digit = digits[digits.Length - 1 - place] - '0';
            for (var times = place % 8; times > 0; times--)
            {
                digit = Permutation[digit];
            }

            check = Multiply(check, digit);
        }

        return check == 0;
    }

    // D5: 0-4 are rotations, 5-9 reflections.
    private static int Multiply(int left, int right) => (left < 5, right < 5) switch
    {
        (true, true) => (left + right) % 5,
        (true, false) => 5 + (left + right) % 5,
        (false, true) => 5 + (left - right) % 5,
        (false, false) => (left - right + 5) % 5,
    };
}
