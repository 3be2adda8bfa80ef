internal import Guardrails

/// Collects what the answers to one question say.
struct VerdictBuilder {
    private struct Found {
        var finding: Finding
        var window: Int
    }

    /// The most findings of one question.
    private static let most = 10_000

    private var found: [[Found]]
    private var count = 0
    private var replacements: [[UInt8]?]
    private var category: FindingType?

    init(_ question: AdapterQuestion) {
        found = Array(repeating: [], count: question.texts.count)
        replacements = Array(repeating: nil, count: question.texts.count)
    }

    /// Something was found in a window.
    /// - Parameter range: where, in bytes of the window; `nil` for all of it.
    mutating func add(
        _ type: FindingType,
        _ rule: String,
        score: Double = 1,
        at range: Range<Int>? = nil,
        in window: TextWindow
    ) {
        count += 1
        guard count <= Self.most else { return }
        let start = window.range.lowerBound
        let range = range.map { start + $0.lowerBound..<start + $0.upperBound } ?? window.range
        let finding = Finding(type: type, range: range, score: score, rule: rule)
        found[window.text].append(Found(finding: finding, window: start))
    }

    /// The service has edited a text.
    /// - Parameter type: for the finding that says so where there is no other.
    mutating func replace(_ window: TextWindow, with text: String, _ type: FindingType, _ rule: String) {
        if found[window.text].isEmpty { add(type, rule, in: window) }
        // What is a part of a text is not put together again from edited parts: the findings say where to edit.
        if window.isWhole { replacements[window.text] = Array(text.utf8) }
    }

    /// The service wants the call to end.
    mutating func block(_ type: FindingType, _ rule: String, _ windows: [TextWindow]) {
        category = category ?? type
        for window in windows where !found[window.text].contains(where: { $0.finding.type == type }) {
            add(type, rule, in: window)
        }
    }

    /// The service wants the call to end for something that has been found already.
    mutating func block(_ type: FindingType) { category = category ?? type }

    /// The verdict.
    /// - Throws: `unexpectedShape` where there is more than anybody would find.
    func verdict() throws(AdapterError) -> AdapterVerdict {
        guard count <= Self.most else {
            throw AdapterError(.unexpectedShape, "there are more than \(Self.most) findings")
        }
        let texts = zip(found, replacements).map { found, replacement in
            AdapterVerdict.Text(findings: Self.merged(found), replacement: category == nil ? replacement : nil)
        }
        return AdapterVerdict(texts: texts, category: category)
    }

    /// What two windows show of the same thing is one finding: in their overlap it is seen twice, and at an edge in part.
    private static func merged(_ found: [Found]) -> [Finding] {
        var groups: [String: [Found]] = [:]
        for one in found { groups["\(one.finding.type)\n\(one.finding.rule)", default: []].append(one) }
        var findings: [Finding] = []
        for group in groups.values {
            var kept: [Found] = []
            for one in group.sorted(by: { comesBefore($0.finding, $1.finding) }) {
                guard let last = kept.last, one.finding.range.lowerBound < last.finding.range.upperBound,
                    one.finding.range == last.finding.range || one.window != last.window
                else {
                    kept.append(one)
                    continue
                }
                let lower = last.finding.range.lowerBound
                let upper = max(last.finding.range.upperBound, one.finding.range.upperBound)
                kept[kept.count - 1].finding.range = lower..<upper
                kept[kept.count - 1].finding.score = max(last.finding.score, one.finding.score)
                kept[kept.count - 1].window = max(last.window, one.window)
            }
            findings += kept.map(\.finding)
        }
        return findings.sorted(by: comesBefore)
    }

    private static func comesBefore(_ left: Finding, _ right: Finding) -> Bool {
        if left.range.lowerBound != right.range.lowerBound { return left.range.lowerBound < right.range.lowerBound }
        if left.range.upperBound != right.range.upperBound { return left.range.upperBound < right.range.upperBound }
        if left.type != right.type { return left.type.rawValue < right.type.rawValue }
        return left.rule < right.rule
    }
}
