namespace Vise.Web.Admissions.Family;

/// <summary>The script that names are usually written in, by state.</summary>
/// <param name="Name">Its word is <c>Script.{Name}</c>.</param>
/// <param name="Example">An invented name in it.</param>
internal sealed record RegionalScript(string Name, string Example)
{
    private static readonly RegionalScript Devanagari = new("Devanagari", "आशा पाटील");

    /// <summary>By the state's UDISE code; Devanagari where a state has no other of its own.</summary>
    public static RegionalScript Of(string state) => state switch
    {
        "01" or "37" => new("Urdu", "آشا پاٹل"),
        "03" => new("Gurmukhi", "ਆਸ਼ਾ ਪਾਟਿਲ"),
        "16" or "19" => new("Bengali", "আশা পাতিল"),
        "18" => new("Assamese", "আশা পাটিল"),
        "21" => new("Odia", "ଆଶା ପାଟିଲ"),
        "24" => new("Gujarati", "આશા પાટીલ"),
        "28" or "36" => new("Telugu", "ఆశా పాటిల్"),
        "29" => new("Kannada", "ಆಶಾ ಪಾಟೀಲ್"),
        "32" => new("Malayalam", "ആശാ പാട്ടീൽ"),
        "33" or "34" => new("Tamil", "ஆஷா பாட்டீல்"),
        _ => Devanagari,
    };
}
