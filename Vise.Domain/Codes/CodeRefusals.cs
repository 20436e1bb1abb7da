namespace Vise.Domain;

/// <summary>The code is in use already, or was: a retired one is brought back and not made anew.</summary>
public sealed record CodeTaken : Refusal;

/// <summary>What it lies in is retired; that is brought back first.</summary>
public sealed record ParentRetired : Refusal;

/// <summary>Something in it is still in use; that is retired first.</summary>
public sealed record PartsInUse : Refusal;

/// <summary>An admission cycle is open there or still to come.</summary>
public sealed record CycleRunning : Refusal;

/// <summary>The list's codes stand in the form's rules: none is added or retired.</summary>
public sealed record ListClosed : Refusal;

/// <summary>What is there changed since the dry run: it is shown anew, and nothing was written.</summary>
public sealed record ImportStale : Refusal;

/// <summary>Rows are refused: the file is mended first, and nothing was written.</summary>
public sealed record RowsRefused : Refusal;

/// <summary>The file can't be read; <paramref name="Why"/> is TooLarge, TooManyRows, NotText, Empty, NoKind, ColumnUnknown, ColumnTwice or Broken; <paramref name="What"/> names the column or line.</summary>
public sealed record FileRefused(string Why, string What = "") : Refusal;
