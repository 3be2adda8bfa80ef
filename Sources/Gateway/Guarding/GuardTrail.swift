import Governance
import Guardrails

/// What guardrails have found in one call, as far as it is remembered: where there is more than that, the strictest.
struct GuardTrail: Sendable {
    /// No more findings of a call are remembered.
    static let most = 256

    /// What is remembered, in the order in which it was found.
    private(set) var evidence: [GuardEvidence] = []
    /// How much more there was.
    private(set) var leftOut = 0
    /// The least strictness of what is remembered; known once there is no more room.
    private var weakest: Int?

    /// Takes up what has been found.
    mutating func take(_ found: [GuardEvidence]) {
        for line in found { take(line) }
    }

    private mutating func take(_ line: GuardEvidence) {
        guard evidence.count >= Self.most else { return evidence.append(line) }
        leftOut += 1
        let weakest = weakest ?? evidence.map(\.action.strictness).min() ?? 0
        self.weakest = weakest
        // Found out without a look at the others, which happens no more often than there are degrees of strictness and places.
        guard line.action.strictness > weakest,
            let place = evidence.lastIndex(where: { $0.action.strictness == weakest })
        else { return }
        evidence.remove(at: place)
        evidence.append(line)
        self.weakest = nil
    }

    /// The lines of the ledger, and how many more there would be: the strictest where there is no room for all.
    var lines: (kept: [GuardLine], leftOut: Int) {
        let most = LedgerRecord.Bounds.guards
        guard evidence.count > most else { return (evidence.map(GuardLine.init), leftOut) }
        let strictest = evidence.indices
            .sorted { (evidence[$1].action.strictness, $0) < (evidence[$0].action.strictness, $1) }
            .prefix(most).sorted()
        return (strictest.map { GuardLine(evidence[$0]) }, leftOut + evidence.count - most)
    }
}
