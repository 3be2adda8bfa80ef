import Gateway
import Governance

extension RequestRecord {
    /// How many bytes it takes, by an estimate.
    var size: Int {
        // One attempt, one stage and the names that are bounded by the configuration are in the first number.
        1200 &+ attempts.count &* 340 &+ stageCount &* 16 &+ skipped.count &* 160
            &+ ledger.id.utf8.count &+ ledger.modelAsked.utf8.count
    }

    /// When the call was over, in seconds since 1970.
    var ended: Int64 {
        let (end, overflow) = ledger.time
            .addingReportingOverflow(Int64(clamping: ledger.durationMicroseconds) &* 1000)
        return (overflow ? ledger.time : end) / 1_000_000_000
    }

    /// Whether it failed: as the ledger's sums count errors.
    var isError: Bool { ledger.status >= 400 || ledger.outcome == .failed || ledger.outcome == .partial }

    /// Whether somebody may see it who may see so much of the ledger.
    func isVisible(to visibility: Visibility) -> Bool {
        switch visibility {
        case .all: return true
        case .owner(let id): return ledger.user == id
        case .teams(let teams, let id): return ledger.user == id || ledger.team.map(teams.contains) == true
        }
    }
}
