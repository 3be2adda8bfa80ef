import Governance

/// Fields that several sections have.
enum SharedFields {
    static let limits = Field(
        "limits",
        LimitsSection.type,
        default: [],
        "How much may be used in a time."
    )
    static let budgets = Field(
        "budgets",
        BudgetSection.list,
        default: [],
        "How much may be spent in a period."
    )
    static let guardrails = Field(
        "guardrails",
        .guardrails,
        default: [],
        "The `guardrails` that look at all its requests and their answers, beside those that look at everything."
    )
    static let tags = Field(
        "tags",
        .tags,
        default: [],
        "Marks of all its requests that spending is added up by; rules for them stand under `tags` at the top."
    )
    static let metadata = Field(
        "metadata",
        .metadata,
        default: [:],
        "What you want to remember, as names with a string each. Kanmon shows it and does nothing else with it."
    )
}
