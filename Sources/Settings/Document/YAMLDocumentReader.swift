import Yams

/// Reads YAML with two things that Yams does not do by itself: aliases are bounded, and a field that stands twice does
/// not hide the document's other problems.
///
/// Yams expands aliases while it composes and hashes mapping keys whole, so a small file could cost unbounded time,
/// and it stops at the first mapping with a repeated key. Both are avoided by replacing single characters by
/// private-use ones before Yams sees the text. One Unicode scalar replaces one, so all positions stay as they are:
/// - every `*` becomes ``aliasMark``: Yams then sees a plain scalar where an alias stands, and ``YAMLTreeBuilder``
///   follows it under its own limits;
/// - the first character of a repeated key becomes a mark of its own, which makes the key unique; the builder puts the
///   character back and reports the repetition.
enum YAMLDocumentReader {
    /// Stands for `*`.
    static let aliasMark: Unicode.Scalar = "\u{F0FFF}"
    /// From here on: one mark for each repeated key.
    static let firstKeyMark: UInt32 = 0xF0000
    /// The most repeated keys that are told apart; a document with more is reported so far.
    static let repairLimit: UInt32 = 64

    private static let reserved: ClosedRange<Unicode.Scalar> = "\u{F0000}"..."\u{F0FFF}"

    static func read(_ text: String) -> DocumentReader.Result {
        var lines = ScalarLines(text)
        if let position = lines.firstPosition(where: reserved.contains) {
            let problem = DocumentProblem(
                .syntax,
                at: position,
                "the private-use characters U+F0000 to U+F0FFF are not allowed"
            )
            return DocumentReader.Result(root: nil, problems: [problem])
        }
        lines.replaceAll("*", by: aliasMark)
        var marks = KeyMarks()
        while true {
            do {
                let parser = try Parser(yaml: lines.text, resolver: .basic)
                guard let root = try parser.singleRoot() else {
                    let problem = DocumentProblem(.syntax, at: .start, "the document is empty")
                    return DocumentReader.Result(root: nil, problems: [problem])
                }
                // Yams keeps anchors weakly in its nodes; the parser owns them.
                return withExtendedLifetime(parser) { YAMLTreeBuilder.build(root, marks: marks) }
            } catch {
                if marks.repair(&lines, after: error) { continue }
                return DocumentReader.Result(root: nil, problems: [problem(for: error, in: lines, marks: marks)])
            }
        }
    }

    /// A Yams error without the lines of the document that its own description shows: they may hold a secret.
    private static func problem(
        for error: any Error,
        in lines: ScalarLines,
        marks: KeyMarks
    ) -> DocumentProblem {
        switch error as? YamlError {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            let position = Position(mark)
            let words = [context?.text, problem].compactMap(\.self).joined(separator: ", ")
            let hint = lines.hasUnquotedVariable(on: position.line) ? "; put values with ${…} in quotes" : ""
            return DocumentProblem(.syntax, at: position, "not well-formed YAML: \(words)\(hint)")
        case .duplicatedKeysInMapping(let duplicates, let context):
            let names = duplicates.prefix(10).map { Quoting.quoted(marks.restore($0)) }.joined(separator: ", ")
            let more = duplicates.count > 10 ? " and \(duplicates.count - 10) more" : ""
            return DocumentProblem(.duplicate, at: Position(context.mark), "fields stand twice: \(names)\(more)")
        case .reader(let problem, let offset, _, _):
            let position = offset.flatMap { lines.position(ofUTF8Offset: $0) }
            return DocumentProblem(.syntax, at: position, "not well-formed YAML: \(problem)")
        default:
            return DocumentProblem(.syntax, at: nil, "not well-formed YAML")
        }
    }
}

extension Position {
    init(_ mark: Mark) { self.init(line: mark.line, column: mark.column) }
}
