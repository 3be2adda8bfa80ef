import Guardrails
import Testing

/// A text in which `⟦TYPE:value⟧` marks what a scan has to find, and nothing else is to be found.
struct MarkedText: Sendable, CustomTestStringConvertible {
    /// Something marked.
    struct Mark: Hashable, Sendable, CustomStringConvertible {
        let type: String
        let value: String
        var description: String { "\(type):\(value)" }
    }

    let text: [UInt8]
    let marks: [Mark]
    let testDescription: String

    init(_ marked: String) {
        var (text, marks): ([UInt8], [Mark]) = ([], [])
        var rest = marked[...]
        while let open = rest.firstIndex(of: "⟦") {
            text += rest[..<open].utf8
            rest = rest[rest.index(after: open)...]
            guard let close = rest.firstIndex(of: "⟧"), let colon = rest.firstIndex(of: ":") else { break }
            let value = String(rest[rest.index(after: colon)..<close])
            marks.append(Mark(type: String(rest[..<colon]), value: value))
            text += value.utf8
            rest = rest[rest.index(after: close)...]
        }
        self.text = text + Array(rest.utf8)
        self.marks = marks
        testDescription = marked
    }

    /// What a scan found that policies act on, in the form of ``marks``.
    func found(by scanner: Scanner, field: String? = nil) throws -> [Mark] {
        let findings = try scanner.scan(
            text,
            context: ScanContext(fieldName: field),
            using: try scanner.makeScratch()
        )
        return findings.filter { $0.score >= 0.5 }
            .map { Mark(type: $0.type.rawValue, value: String(decoding: text[$0.range], as: UTF8.self)) }
    }
}
