import Governance
import JSONText

/// `budgets[].action`, where a cheaper model takes over: `{downgrade: MODEL}`.
enum BudgetActionSection: Section {
    /// What happens when all is spent, and where the cheaper model stands.
    struct Value: Sendable {
        let word: String
        let action: BudgetPolicy.Action
        var place: Located?

        static let block = Value(word: "block", action: .block)
        static let warn = Value(word: "warn", action: .warn)
    }

    /// What takes no further word; the raw value is what a document writes.
    enum Plain: String, CaseIterable {
        case block
        case warn
    }

    static let downgrade = Field<LocatedDestination?>.required(
        "downgrade",
        .destination,
        "The model that serves requests instead: another name under `models`, or a declared provider's as `provider/model`. "
            + "Budgets of models must not downgrade in a circle."
    )

    static let description = SectionDescription(
        help: "Lets a cheaper model serve requests when all is spent.",
        fields: [downgrade.description]
    )

    static func read(_ section: SectionReader) -> Value? {
        guard let destination = section[downgrade] else { return nil }
        let model =
            switch destination.destination {
            case .model(let name): name
            case .provider(let target): target.description
            }
        return Value(word: "downgrade", action: .downgrade(to: model), place: destination.place)
    }
}

extension ValueType<BudgetActionSection.Value> {
    /// A word, or a cheaper model.
    static let budgetAction = ValueType.either(
        ValueType<BudgetActionSection.Plain>.choice.map { $0 == .block ? .block : .warn },
        BudgetActionSection.type
    )
    .written { .string($0.word) }
}
