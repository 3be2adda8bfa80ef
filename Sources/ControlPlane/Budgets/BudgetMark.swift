import JSONText
import Store

/// The moment, and the place in the ledger, up to which all spending is in the saved states of all budgets.
///
/// It is kept among the states, with an empty scope and name, which no budget has, so that it is saved with them or not at all.
struct BudgetMark: Hashable, Sendable {
    /// In nanoseconds since 1970 UTC.
    var time: Int64
    /// The ledger's last sequence number before then. What was added later may be of a request that ended earlier, for
    /// records come to the ledger a moment after their requests' ends.
    var sequence: Int64
    /// Whether no request was under way then.
    var isLast: Bool

    init(time: Int64, sequence: Int64, isLast: Bool) {
        self.time = time
        self.sequence = sequence
        self.isLast = isLast
    }

    /// The mark of what is stored; `nil` where nothing is.
    init?(in stored: [StoredBudgetState]) {
        guard let time = stored.map(\.updated).max() else { return nil }
        let row = stored.first(where: Self.isOne)
        let body = row.flatMap { try? JSONValue(parsing: $0.body) }
        // Where in doubt the whole ledger is looked through.
        self.init(
            time: time,
            sequence: body?["sequence"]?.int.map(Int64.init) ?? 0,
            isLast: row?.updated == time && body?["is_last"]?.bool == true
        )
    }

    static func isOne(_ row: StoredBudgetState) -> Bool { row.scope.isEmpty && row.budget.isEmpty }

    var row: StoredBudgetState {
        let body: JSONValue = ["sequence": JSONValue(Int(sequence)), "is_last": .bool(isLast)]
        return StoredBudgetState(scope: "", budget: "", updated: time, body: body.bytes)
    }
}
