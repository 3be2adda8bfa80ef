/// A text with what guardrails have decided about it carried out.
public struct GuardedText: Sendable, Hashable {
    /// The text as it goes on, UTF-8.
    public var bytes: [UInt8]
    /// What becomes of the call.
    public var verdict: GuardVerdict
    /// What is remembered.
    public var evidence: [GuardEvidence]
    /// The names of guardrails that warn.
    public var warnings: [String]

    /// Carries out decisions.
    /// - Parameters:
    ///   - decisions: those of ``GuardDecision/decide(_:_:at:)`` for this text.
    ///   - text: the original, UTF-8.
    ///   - stage: where it is.
    ///   - placeholders: those of the conversation.
    ///   - hash: hashes values.
    public init(
        _ decisions: [GuardDecision],
        in text: [UInt8],
        at stage: GuardStage,
        placeholders: inout Placeholders,
        hash: ValueHash
    ) {
        bytes = []
        verdict = .pass
        evidence = []
        warnings = []
        var offsets = CodePointOffsets(text)
        var end = 0
        for decision in decisions {
            let finding = decision.finding
            let range = finding.range.clamped(to: 0..<text.count)
            let value = text[range]
            let offset = offsets.codePoints(before: range.lowerBound)
            evidence.append(
                GuardEvidence(
                    guardrail: decision.guardrail,
                    stage: stage,
                    type: finding.type,
                    rule: finding.rule,
                    score: finding.score,
                    action: decision.action,
                    isMonitored: decision.isMonitored,
                    offset: offset,
                    length: Self.codePoints(value),
                    hash: hash.text(of: finding.type, value),
                    encoding: finding.encoding
                )
            )
            guard !decision.isMonitored else { continue }
            switch decision.action {
            case .block: verdict = verdict.joined(with: .block(finding.type, guardrail: decision.guardrail))
            case .route(let model):
                verdict = verdict.joined(with: .route(model: model, guardrail: decision.guardrail))
            case .reask: verdict = verdict.joined(with: .reask(guardrail: decision.guardrail))
            case .warn: if !warnings.contains(decision.guardrail) { warnings.append(decision.guardrail) }
            case .log, .ignore: break
            case .redact, .hash, .mask, .restore:
                guard range.lowerBound >= end else { continue }
                bytes += text[end..<range.lowerBound]
                bytes += Self.replacement(of: value, finding.type, decision.action, &placeholders, hash)
                end = range.upperBound
            }
        }
        bytes += text[end...]
    }

    private static func replacement(
        of value: ArraySlice<UInt8>,
        _ type: FindingType,
        _ action: GuardAction,
        _ placeholders: inout Placeholders,
        _ hash: ValueHash
    ) -> [UInt8] {
        switch action {
        case .hash: return Array("<\(type):\(hash.text(of: type, value))>".utf8)
        case .mask(.numbered): return Array(placeholders.placeholder(for: type, value, isRestored: false).utf8)
        case .restore: return Array(placeholders.placeholder(for: type, value).utf8)
        case .mask(.typeName): return Array("<\(type)>".utf8)
        case .mask(.last(let count)): return stars(value, keeping: count)
        default: return []
        }
    }

    /// All but the last letters and digits as `*`; separators stay. At most a third of them is kept.
    private static func stars(_ value: ArraySlice<UInt8>, keeping count: Int) -> [UInt8] {
        let text = String(decoding: value, as: UTF8.self).unicodeScalars
        func isSign(_ scalar: Unicode.Scalar) -> Bool {
            scalar.properties.isAlphabetic || scalar.properties.numericType != nil
        }
        let signs = text.count(where: isSign)
        var hidden = signs - min(max(0, count), signs / 3)
        var out: [UInt8] = []
        for scalar in text {
            if isSign(scalar), hidden > 0 {
                out.append(UInt8(ascii: "*"))
                hidden -= 1
            } else {
                out += UTF8.encode(scalar).map(Array.init) ?? []
            }
        }
        return out
    }

    private static func codePoints(_ bytes: ArraySlice<UInt8>) -> Int { bytes.count { $0 & 0xC0 != 0x80 } }
}
