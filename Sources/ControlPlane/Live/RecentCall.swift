import Gateway
import Governance

/// A call that is over, shared by all who look at it.
final class RecentCall: Sendable {
    let record: RequestRecord
    /// How many bytes it takes, by an estimate.
    let size: Int

    init(_ record: RequestRecord) {
        var record = record
        // A prompt is for the log of teams that want it there, and for nothing that is kept.
        record.question = nil
        self.record = record
        let line = record.ledger
        var size = 1200 + record.attempts.count * 240 + record.stages.count * 48 + line.attempts.count * 96
        for text in [line.id, line.modelAsked, line.modelServed ?? "", record.model] { size += text.utf8.count }
        for tag in line.tags { size += 16 + tag.utf8.count }
        for target in record.skipped { size += 32 + target.target.utf8.count + target.reason.utf8.count }
        self.size = size
    }

    /// When it was over, in seconds since 1970.
    var ended: Int64 {
        let line = record.ledger
        let (end, overflow) = line.time.addingReportingOverflow(Int64(clamping: line.durationMicroseconds) &* 1000)
        return (overflow ? line.time : end) / 1_000_000_000
    }

    /// Whether it failed: as the ledger's sums count errors.
    var isError: Bool {
        let line = record.ledger
        return line.status >= 400 || line.outcome == .failed || line.outcome == .partial
    }

    /// Whether somebody may see it who may see so much of the ledger.
    func isVisible(to visibility: Visibility) -> Bool {
        let line = record.ledger
        switch visibility {
        case .all: return true
        case .owner(let id): return line.user == id
        case .teams(let teams, let id): return line.user == id || line.team.map(teams.contains) == true
        }
    }
}
