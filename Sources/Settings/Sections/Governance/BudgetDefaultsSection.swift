import Governance

/// `budget_defaults`: what budgets assume where nobody says.
enum BudgetDefaultsSection: Section {
    private static let defaults = BudgetDefaults()

    static let unknownPrice = Field(
        "unknown_price",
        .unknownPrice,
        default: defaults.unknownPrice,
        "What a request counts for whose price nobody knows, in budgets of money: `allow` lets it through and flags it, `refuse` "
            + "refuses it, an amount of US dollars is counted for it."
    )
    static let assumedOutputTokens = Field(
        "assumed_output_tokens",
        .integer(1...10_000_000),
        default: defaults.assumedOutputTokens,
        "Output tokens that are reserved for a request that sets no limit, of a model whose own limit is not known."
    )

    static let description = SectionDescription(
        help: "What budgets assume where nobody says.",
        fields: [unknownPrice.description, assumedOutputTokens.description]
    )

    static func read(_ section: SectionReader) -> BudgetDefaults? {
        BudgetDefaults(unknownPrice: section[unknownPrice], assumedOutputTokens: section[assumedOutputTokens])
    }
}
