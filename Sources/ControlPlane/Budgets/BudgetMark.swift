import JSONText
import Store

/// The moment up to which all spending is in the saved states of all budgets.
///
/// It is kept among the states, with an empty scope and name, which no budget has, so that it is saved with them or not at all.
struct BudgetMark: Hashable, Sendable {
    /// In nanoseconds since 1970 UTC.
    var time: Int64
    /// Whether no request was under way then.
    var isLast: Bool

    init(time: Int64, isLast: Bool) {
        self.time = time
        self.isLast = isLast
    }

    /// The mark of what is stored; `nil` where nothing is.
    init?(in stored: [StoredBudgetState]) {
        guard let time = stored.map(\.updated).max() else { return nil }
        let row = stored.first(where: Self.isOne)
        let body = row.flatMap { try? JSONValue(parsing: $0.body) }
        // Where in doubt there were some.
        self.init(time: time, isLast: row?.updated == time && body?["is_last"]?.bool == true)
    }

    static func isOne(_ row: StoredBudgetState) -> Bool { row.scope.isEmpty && row.budget.isEmpty }

    var row: StoredBudgetState {
        let body: JSONValue = ["is_last": .bool(isLast)]
        return StoredBudgetState(scope: "", budget: "", updated: time, body: body.bytes)
    }
}
