/// Texts that an answer has to have, and texts that it may not have. Width, case, kana of either kind, look-alikes and spaces
/// between letters make no difference; words of Latin letters or katakana count as words of their own.
public struct ContentCheck: Sendable {
    private let required: [String]
    private let filter: WordFilter

    private static let requiredName = "require"
    private static let forbiddenName = "forbid"

    /// A check.
    /// - Throws: ``PatternError`` where there are too many texts or one is empty.
    public init(require: [String] = [], forbid: [String] = []) throws {
        for text in require + forbid
        where FoldedText(Normalizer().normalize(Array(text.utf8)), options: .words).bytes.isEmpty {
            throw PatternError.invalid(expression: text, reason: "it has nothing that could be found")
        }
        required = require
        filter = try WordFilter(
            lists: require.enumerated().map { index, text in
                WordList(name: "\(Self.requiredName)\(index)", type: .missingContent, words: [text])
            } + [WordList(name: Self.forbiddenName, type: .forbiddenContent, words: forbid)]
        )
    }

    /// Checks an answer. What stands in it encoded is forbidden too, but does not count as there.
    /// - Throws: ``PatternError``
    public func report(on answer: NormalizedText) throws -> OutputReport {
        let found = try filter.findings(in: answer, using: try filter.makeScratch())
        var report = OutputReport()
        let present = Set(found.lazy.filter { $0.type == .missingContent && $0.encoding == nil }.map(\.rule))
        for (index, text) in required.enumerated() where !present.contains("words.\(Self.requiredName)\(index)") {
            report.complaints.append("It does not have the text: \(text)")
            guard report.findings.isEmpty else { continue }
            report.findings.append(Finding(type: .missingContent, range: 0..<0, score: 1, rule: "content.require"))
        }
        let forbidden = found.lazy.filter { $0.type == .forbiddenContent }.prefix(OutputCheck.mostFindings - 1)
        report.findings += forbidden.map { finding in
            var finding = finding
            finding.rule = "content.forbid"
            return finding
        }
        if !forbidden.isEmpty { report.complaints.append("It has texts that are not allowed.") }
        return report
    }
}
