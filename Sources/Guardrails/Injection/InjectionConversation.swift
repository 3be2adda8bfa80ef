#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Puts the evidence of messages together: what was said long ago fades, hints add up, turns that only make sense together are
/// read together, and asking again what was declined counts.
struct InjectionConversation {
    private var turns: [Turn] = []
    private var joined = InjectionEvidence()

    private struct Turn {
        var evidence: InjectionEvidence
        var origin: TextOrigin
    }

    /// What each later turn of a person leaves of an earlier message's score.
    private static let fading = 0.985
    /// How many turns are read together, and how long they may be together, in bytes.
    private static let joinedTurnLimit = 4
    private static let joinedSizeLimit = 4096

    /// Adds the next message.
    /// - Parameter messages: all of them, whose texts are read where they count.
    mutating func append(_ evidence: InjectionEvidence, _ origin: TextOrigin, _ messages: inout InjectionMessages) {
        var evidence = evidence
        if origin == .user { addLoop(to: &evidence, &messages) }
        turns.append(Turn(evidence: evidence, origin: origin))
    }

    /// The last turns of a person as one text, with a space between them and without.
    func joinedTurns(_ messages: inout InjectionMessages) -> [(text: [UInt8], last: Int)] {
        let users = turns.indices.filter { turns[$0].origin == .user }.suffix(InjectionConversation.joinedTurnLimit)
        guard users.count > 1, let last = users.last else { return [] }
        var texts: [[UInt8]] = []
        var size = 0
        for turn in users {
            let text = messages[turn].bytes
            size += text.count
            guard size <= InjectionConversation.joinedSizeLimit else { return [] }
            texts.append(text)
        }
        return [[0x20], []].map { (text: Array(texts.joined(separator: $0)), last: last) }
    }

    /// Adds what turns say when they are read as one.
    mutating func add(joined evidence: InjectionEvidence) {
        if evidence.weight > joined.weight { joined = evidence }
    }

    /// A person asks again, nearly in the same words, what the model has just declined.
    private func addLoop(to evidence: inout InjectionEvidence, _ messages: inout InjectionMessages) {
        var loops = 0
        for index in turns.indices where turns[index].origin == .assistant && turns[index].evidence.isRefusal {
            guard let question = turns[..<index].lastIndex(where: { $0.origin == .user }) else { continue }
            if evidence.weight > 1
                || InjectionConversation.likeness(messages[question].bytes, messages[turns.count].bytes) > 0.3
            {
                loops += 1
            }
        }
        if loops > 0 {
            evidence.add("conversation.refusal-loop", min(0.8 * Double(loops), 3.2), message: turns.count)
        }
    }

    /// The share of pieces of six bytes that two texts have in common, 0 to 1.
    private static func likeness(_ one: [UInt8], _ other: [UInt8]) -> Double {
        let one = pieces(one)
        let other = pieces(other)
        guard !one.isEmpty, !other.isEmpty else { return 0 }
        return Double(one.intersection(other).count) / Double(min(one.count, other.count))
    }

    private static func pieces(_ text: [UInt8]) -> Set<UInt64> {
        var pieces: Set<UInt64> = []
        var piece: UInt64 = 0
        for (index, byte) in text.prefix(2048).enumerated() {
            piece = (piece << 8 | UInt64(byte | 0x20)) & 0xFFFF_FFFF_FFFF
            if index >= 5 { pieces.insert(piece) }
        }
        return pieces
    }

    /// The verdict over all messages.
    var verdict: InjectionVerdict {
        var best = (score: 0.0, weight: 0.0, turn: -1)
        var later = turns.filter { $0.origin == .user }.count
        var hints = 0.0
        for (index, turn) in turns.enumerated() {
            if turn.origin == .user { later -= 1 }
            var weight = turn.evidence.weight
            // Earlier hints make a later one heavier.
            if weight > 1 {
                weight += min(hints, 2)
                hints = hints * 0.9 + min(turn.evidence.weight, 4) * 0.3
            }
            var score = InjectionConversation.probability(weight)
            if turn.evidence.isSmuggled { score = max(score, 0.9) }
            for _ in 0..<max(0, later) { score *= InjectionConversation.fading }
            if score > best.score { best = (score, weight, index) }
        }
        var reasons: [InjectionVerdict.Reason] = []
        if turns.indices.contains(best.turn) {
            reasons = turns[best.turn].evidence.reasons
            let added = best.weight - turns[best.turn].evidence.weight
            if added > 0.05 {
                reasons.append(
                    InjectionVerdict.Reason(rule: "conversation.hints", weight: added, message: best.turn)
                )
            }
        }
        let together = InjectionConversation.probability(joined.weight)
        if together > best.score + 0.1 {
            best.score = together
            reasons = joined.reasons
            if let message = reasons.first?.message {
                reasons.append(InjectionVerdict.Reason(rule: "conversation.joined", weight: 0, message: message))
            }
        }
        reasons.sort { (-$0.weight, $0.rule) < (-$1.weight, $1.rule) }
        return InjectionVerdict(score: best.score, reasons: Array(reasons.prefix(16)))
    }

    private static func probability(_ weight: Double) -> Double {
        1 / (1 + exp(-(weight + InjectionScorer.bias)))
    }
}
