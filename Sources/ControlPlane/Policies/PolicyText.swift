import Governance
import JSONText
import Pricing

/// Limits and budgets as JSON. There is one way to write them, as members of an object that has them; this asks for it.
enum PolicyText {
    private static let notes = Revision(at: Timestamp(seconds: 0))

    /// A budget's members: `{"name": "month", "amount": "100", …}`.
    static func json(_ budget: BudgetPolicy) -> JSONObject {
        let bearer = Organization(name: "bearer", budgets: [budget], revision: notes)
        return bearer.json(masked: true)["budgets"]?[0]?.object ?? JSONObject()
    }

    /// A limit's name in documents: `requests_per_minute`.
    static func name(_ limit: LimitPolicy) -> String {
        let bearer = Organization(name: "bearer", limits: [limit], revision: notes)
        return bearer.json(masked: true)["limits"]?.object?.names.first ?? ""
    }

    /// All names of limits.
    static let limitNames: [String] =
        LimitPolicy.Resource.allCases.flatMap { resource in
            LimitPolicy.Window.allCases.map { LimitPolicy(resource, per: $0, 1) }
        }
        .filter { limit in
            // Of those that make no sense the document has no name.
            (try? limit.validate()) != nil
        }
        .map(name).filter { !$0.isEmpty }

    /// An amount of a budget in the budget's own form: decimal dollars, or a number of tokens.
    static func json(_ amount: BudgetPolicy.Amount) -> JSONValue {
        switch amount {
        case .money(let money): .string(money.decimal)
        case .tokens(let count): JSONValue(count)
        }
    }
}
