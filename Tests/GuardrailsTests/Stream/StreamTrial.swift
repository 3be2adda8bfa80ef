import Guardrails

/// One guard with one policy, run over texts in pieces and at once.
struct StreamTrial {
    /// What came of a text.
    struct Outcome: Equatable {
        var text: [UInt8] = []
        var verdict = GuardVerdict.pass
        var evidence: [GuardEvidence] = []
        /// The most characters that were held back after a call.
        var mostHeld = 0
        /// How many characters had gone out when the last piece had been taken.
        var early = 0
    }

    let scanner: Scanner
    let scratch: PatternScratch?
    let policies: [GuardPolicy]
    var mode = StreamMode.balanced
    var field: String?
    static let hash = ValueHash(key: Array("key of the tests".utf8))

    init(_ scanner: Scanner, _ policies: [GuardPolicy], mode: StreamMode = .balanced) throws {
        self.scanner = scanner
        self.policies = policies
        self.mode = mode
        scratch = try scanner.makeScratch()
    }

    private var context: ScanContext { ScanContext(origin: .assistant, fieldName: field) }

    /// What is decided about a whole text; of one that is blocked, the text in front of what blocks it.
    func whole(_ text: [UInt8]) throws -> Outcome {
        var placeholders = Placeholders()
        let findings = try scanner.scan(text, context: context, using: scratch)
        var decisions = GuardDecision.decide(findings, policies, at: .output)
        var outcome = Outcome()
        var end = text.count
        if let block = decisions.first(where: { $0.action == .block && !$0.isMonitored }) {
            end = block.finding.range.lowerBound
            decisions = decisions.filter { $0.finding.range.upperBound <= end || $0 == block }
        }
        let guarded = GuardedText(decisions, in: text, at: .output, placeholders: &placeholders, hash: Self.hash)
        outcome.text = Array(guarded.bytes.dropLast(text.count - end))
        outcome.verdict = guarded.verdict
        outcome.evidence = guarded.evidence
        return outcome
    }

    /// What is decided about a text that comes in pieces.
    /// - Parameter idle: whether nothing comes for a while behind the piece of a number.
    func pieces(_ pieces: [ArraySlice<UInt8>], idle: (Int) -> Bool = { _ in false }) throws -> Outcome {
        var placeholders = Placeholders()
        var stream = StreamGuard(
            scanner: scanner,
            policies: policies,
            context: context,
            mode: mode,
            hash: Self.hash
        )
        var outcome = Outcome()
        var taken = 0
        func add(_ piece: GuardedPiece) {
            if outcome.verdict != .pass, !piece.bytes.isEmpty { outcome.text += Array("‼".utf8) }
            outcome.text += piece.bytes
            outcome.verdict = piece.verdict
            outcome.evidence += piece.evidence
        }
        for (number, piece) in pieces.enumerated() {
            taken += piece.count { $0 & 0xC0 != 0x80 }
            add(try stream.take(piece, scratch: scratch, placeholders: &placeholders))
            if idle(number) { add(try stream.idle(scratch: scratch, placeholders: &placeholders)) }
        }
        outcome.early = outcome.text.count { $0 & 0xC0 != 0x80 }
        add(try stream.finish(scratch: scratch, placeholders: &placeholders))
        return outcome
    }

    /// A text cut in two at a byte.
    static func cut(_ text: [UInt8], at place: Int) -> [ArraySlice<UInt8>] { [text[..<place], text[place...]] }

    /// A text in pieces of some bytes.
    static func bytes(_ text: [UInt8], by length: Int) -> [ArraySlice<UInt8>] {
        stride(from: 0, to: text.count, by: length).map { text[$0..<min($0 + length, text.count)] }
    }

    /// A text in pieces of some characters.
    static func characters(_ text: [UInt8], by length: Int) -> [ArraySlice<UInt8>] {
        var starts = text.indices.filter { text[$0] & 0xC0 != 0x80 }
        starts = starts.indices.filter { $0 % length == 0 }.map { starts[$0] }
        return zip(starts, starts.dropFirst() + [text.count]).map { text[$0..<$1] }
    }
}
