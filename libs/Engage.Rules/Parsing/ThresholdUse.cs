using Engage.Rules.Definitions;
using Engage.Rules.Documents;

namespace Engage.Rules.Parsing;

/// <summary>A place in a document where a condition has a threshold per currency.</summary>
public sealed record ThresholdUse(CurrencyAmounts Amounts, SourcePosition Position, string Path);
