import Governance

/// A guardrail that found something of a kind in a request: what the store finds requests by.
struct LedgerGuard: Hashable {
    /// The guardrail's name.
    var guardrail: String
    /// What it found.
    var type: String
}

extension LedgerGuard {
    /// Those of a record, each once.
    static func all(of record: LedgerRecord) -> Set<LedgerGuard> {
        guard !record.guards.isEmpty else { return [] }
        return Set(
            record.guards.map {
                LedgerGuard(guardrail: LedgerColumns.text($0.guardrail), type: LedgerColumns.text($0.type))
            }
        )
    }
}
