/// Whether an answer has code: fenced blocks by their language, and lines outside of them whose shape only code has. Prose
/// that mentions a keyword or a command, and data such as JSON, is none.
public struct CodeCheck: Sendable, Hashable {
    /// What is looked for.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// Program code of any language; SQL and shell too where they are not looked for themselves.
        case code
        case sql
        case shell
    }

    /// What is looked for.
    public var kinds: Set<Kind>

    /// A check.
    public init(kinds: Set<Kind> = Set(Kind.allCases)) { self.kinds = kinds }

    /// Checks an answer.
    public func findings(in answer: NormalizedText) -> [Finding] {
        let text = answer.bytes.span
        var found: [Finding] = []
        var outside = 0
        for block in CodeBlocks(text).blocks {
            look(text, outside..<block.range.lowerBound, &found)
            outside = block.range.upperBound
            switch CodeLanguage(word: block.language) {
            case .shell: add(.shell, block.range, "code.fence", &found)
            case .sql: add(.sql, block.range, "code.fence", &found)
            case .program: add(.code, block.range, "code.fence", &found)
            case .data: break
            case .unknown: look(text, block.body, &found)
            }
        }
        look(text, outside..<text.count, &found)
        for index in found.indices { found[index].range = answer.map.original(found[index].range) }
        return found
    }

    private func look(_ text: Span<UInt8>, _ range: Range<Int>, _ found: inout [Finding]) {
        guard !range.isEmpty else { return }
        for statement in SQLReader.statements(in: text, range) { add(.sql, statement, "code.sql", &found) }
        var lines = CodeLines()
        lines.read(text, range)
        for command in lines.commands { add(.shell, command, "code.shell", &found) }
        for run in lines.programs { add(.code, run, "code.lines", &found) }
    }

    private func add(_ kind: Kind, _ range: Range<Int>, _ rule: String, _ found: inout [Finding]) {
        guard found.count < OutputCheck.mostFindings else { return }
        let type: FindingType
        switch kind {
        case .sql where kinds.contains(.sql): type = .sql
        case .shell where kinds.contains(.shell): type = .shell
        case _ where kinds.contains(.code): type = .code
        default: return
        }
        found.append(Finding(type: type, range: range, score: 1, rule: rule))
    }
}
