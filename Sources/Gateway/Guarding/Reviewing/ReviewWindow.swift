import Guardrails

/// A part of a text that services see before it goes on, with what stands around it.
struct ReviewWindow: Sendable {
    /// What services see, UTF-8; each sees it as those before it have left it.
    private(set) var text: [UInt8]
    /// Where that begins which has not gone on, in bytes.
    let start: Int
    /// Where that ends which goes on now, in bytes.
    private(set) var end: Int
    /// Whether the text ends with it.
    let isLast: Bool
    /// How many code points of the text have gone on.
    private let offset: Int
    /// How many code points have been taken out of it.
    private var taken = 0

    /// What touches the end of a window is decided with the next one, unless it is longer than that, in bytes.
    private static let mostHeld = 1024

    init(text: [UInt8], start: Int, end: Int, isLast: Bool, offset: Int) {
        self.text = text
        self.start = start
        self.end = end
        self.isLast = isLast
        self.offset = offset
    }

    /// What stays for the next window.
    var held: ArraySlice<UInt8> { text[end...] }

    /// How many code points go on, as the text came.
    var codePoints: Int { text[start..<end].codePoints + taken }

    /// Carries out what is decided about what a service has found in the whole window.
    mutating func take(
        _ answer: ReviewAnswer,
        _ suite: GuardSuite,
        _ placeholders: inout Placeholders
    ) -> (verdict: GuardVerdict, evidence: [GuardEvidence]) {
        let (findings, isMonitored) = (answer.findings[0], answer.isMonitored)
        guard !findings.isEmpty else {
            if let replacement = answer.replacements.first ?? nil, !isMonitored { replace(by: replacement) }
            return (.pass, [])
        }
        let policy = suite.rules[answer.place].policy
        let counting = findings.filter { policy.action(for: $0) != .ignore }
        for finding in counting.sorted(by: { $0.range.lowerBound > $1.range.lowerBound }) { hold(finding.range) }
        let inspection = suite.inspection(
            of: [counting.compactMap { clipped($0, policy.action(for: $0), isMonitored) }],
            replacements: [],
            in: [Array(text[..<end])],
            at: .output,
            by: answer.place,
            isMonitored: isMonitored,
            placeholders: &placeholders
        )
        let before = text[..<start].codePoints
        let evidence = inspection.evidence.map { line in
            var line = line
            line.offset = max(0, offset + line.offset - before)
            return line
        }
        if let edited = inspection.edits[0] { put(edited[start...], in: start..<end) }
        return (inspection.verdict, evidence)
    }

    /// Keeps what may go on behind the window for the next one. What is said of the window as a whole is not meant.
    private mutating func hold(_ range: Range<Int>) {
        guard !isLast, range != 0..<text.count, (start..<end).contains(range.lowerBound),
            range.upperBound > end || range.upperBound == text.count, text.count - range.lowerBound <= Self.mostHeld
        else { return }
        end = range.lowerBound
    }

    /// A finding as far as it is about what goes on now; `nil` where it is not.
    private func clipped(_ finding: Finding, _ action: GuardAction, _ isMonitored: Bool) -> Finding? {
        var finding = finding
        let range = finding.range
        guard range.lowerBound < end else { return nil }
        if range.upperBound <= start, range.lowerBound < start {
            // What has gone on can only end the answer now; it was decided about with the window before.
            guard !isMonitored, !action.edits, action.strictness > GuardAction.redact.strictness else { return nil }
            return finding
        }
        let upper = min(range.upperBound, end)
        guard action.edits else {
            finding.range = range.lowerBound..<upper
            return finding
        }
        finding.range = max(range.lowerBound, start)..<max(start, upper)
        return finding.range.isEmpty ? nil : finding
    }

    // MARK: - Editing

    /// Takes over what a service would have otherwise, as far as it goes on now.
    private mutating func replace(by other: [UInt8]) {
        let (changed, bytes) = Self.change(of: text, to: other)
        hold(changed)
        guard changed.lowerBound < end || isLast, changed.upperBound > start || changed.lowerBound >= start else {
            return
        }
        let range = min(max(changed.lowerBound, start), end)..<min(max(changed.upperBound, start), end)
        if bytes != text[range] { put(bytes, in: range) }
    }

    private mutating func put(_ bytes: ArraySlice<UInt8>, in range: Range<Int>) {
        taken += text[range].codePoints - bytes.codePoints
        text.replaceSubrange(range, with: bytes)
        end += bytes.count - range.count
    }

    /// Where two texts differ: between the characters that both begin and end with.
    private static func change(of text: [UInt8], to other: [UInt8]) -> (Range<Int>, ArraySlice<UInt8>) {
        let most = min(text.count, other.count)
        var front = 0
        while front < most, text[front] == other[front] { front += 1 }
        while front > 0, text.isWithinCharacter(front) || other.isWithinCharacter(front) { front -= 1 }
        var back = 0
        while back < most - front, text[text.count - 1 - back] == other[other.count - 1 - back] { back += 1 }
        while back > 0, text.isWithinCharacter(text.count - back) || other.isWithinCharacter(other.count - back) {
            back -= 1
        }
        return (front..<text.count - back, other[front..<other.count - back])
    }
}
