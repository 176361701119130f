namespace System.Runtime.CompilerServices;

/// <summary>Lets the compiler emit records and init accessors for netstandard2.0, which lacks this marker.</summary>
internal static class IsExternalInit;
