namespace Vise.Domain.Codes;

/// <summary>The alphabet of every VISE code: digits, then capital letters; a character's value is its place.</summary>
public static class Base36
{
    public const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    /// <summary>The value 0-35 of a character, or -1 when it isn't in the alphabet.</summary>
    public static int ValueOf(char character) => character switch
    {
        >= '0' and <= '9' => character - '0',
        >= 'A' and <= 'Z' => character - 'A' + 10,
        _ => -1,
    };

    /// <summary>Whether <paramref name="text"/> is exactly <paramref name="length"/> characters of the alphabet.</summary>
    public static bool IsCode(string? text, int length) =>
        text is not null && text.Length == length && text.All(character => ValueOf(character) >= 0);

    /// <summary>The check character of ISO 7064 MOD 37,36 over <paramref name="text"/>, which holds only the alphabet's characters.</summary>
    public static char CheckCharacter(ReadOnlySpan<char> text)
    {
        var product = 36;
        foreach (var character in text)
        {
            var sum = (product + ValueOf(character)) % 36;
            product = (sum == 0 ? 36 : sum) * 2 % 37;
        }

        return Alphabet[(37 - product) % 36];
    }
}
