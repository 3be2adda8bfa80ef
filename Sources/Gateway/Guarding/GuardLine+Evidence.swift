import Governance
import Guardrails

extension GuardLine {
    /// What the ledger keeps of a finding.
    init(_ evidence: GuardEvidence) {
        self.init(
            guardrail: evidence.guardrail,
            stage: Stage(evidence.stage),
            type: evidence.type.rawValue,
            rule: evidence.rule,
            thousandths: Self.thousandths(of: evidence.score),
            action: evidence.action.word,
            isMonitored: evidence.isMonitored,
            offset: evidence.offset,
            length: evidence.length,
            hash: evidence.hash,
            encoding: evidence.encoding?.rawValue
        )
    }
}

extension GuardLine.Stage {
    init(_ stage: GuardStage) {
        switch stage {
        case .input: self = .input
        case .output: self = .output
        }
    }
}
