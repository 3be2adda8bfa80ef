import JSONText

/// Reads strict JSON (RFC 8259) and finds out where each value stands.
///
/// The parser of `JSONText` judges and decodes; then a second walk over the same, now known to be well-formed, bytes
/// goes along with the tree and notes the positions.
struct JSONDocumentReader {
    private let bytes: [UInt8]
    private var index = 0
    private var position = Position.start
    private var problems: [DocumentProblem] = []

    static func read(_ text: String) -> DocumentReader.Result {
        let limits = JSONLimits(depth: DocumentLimits.depth, values: DocumentLimits.values)
        do throws(JSONError) {
            let value = try JSONValue(parsing: text, limits: limits)
            var reader = JSONDocumentReader(bytes: Array(text.utf8))
            let root = reader.node(value, path: .root)
            return DocumentReader.Result(root: root, problems: reader.problems)
        } catch {
            var reader = JSONDocumentReader(bytes: Array(text.utf8))
            reader.advance(to: error.offset)
            let isLimit = error.reason == .tooDeep || error.reason == .tooManyValues
            let problem = DocumentProblem(
                isLimit ? .tooLarge : .syntax,
                at: reader.position,
                "not acceptable JSON: \(error.description)"
            )
            return DocumentReader.Result(root: nil, problems: [problem])
        }
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private mutating func node(_ value: JSONValue, path: DocumentPath) -> DocumentNode {
        skip(while: Self.isSeparator)
        let start = position
        switch value {
        case .object(let object):
            advance()
            let entries = object.members.map { member in
                skip(while: Self.isSeparator)
                let position = self.position
                skipString()
                let value = node(member.value, path: path.appending(member.name))
                return DocumentNode.Entry(name: member.name, position: position, value: value)
            }
            skip(while: Self.isSeparator)
            advance()
            return DocumentNode(position: start, content: .mapping(unique(entries, path: path)))
        case .array(let elements):
            advance()
            let nodes = elements.enumerated().map { node($0.element, path: path.appending($0.offset)) }
            skip(while: Self.isSeparator)
            advance()
            return DocumentNode(position: start, content: .list(nodes))
        case .string(let text):
            skipString()
            return DocumentNode(position: start, content: .scalar(.init(text: text, isString: true)))
        case .number(let number): return plain(number.text, at: start)
        case .bool(let value): return plain(value ? "true" : "false", at: start)
        case .null: return plain("null", at: start)
        }
    }

    private mutating func plain(_ text: String, at start: Position) -> DocumentNode {
        skip { !Self.isSeparator($0) && $0 != UInt8(ascii: "]") && $0 != UInt8(ascii: "}") }
        return DocumentNode(position: start, content: .scalar(.init(text: text, isString: false)))
    }

    private mutating func unique(_ entries: [DocumentNode.Entry], path: DocumentPath) -> [DocumentNode.Entry] {
        var first: [String: Position] = [:]
        return entries.filter { entry in
            guard let earlier = first[entry.name] else {
                first[entry.name] = entry.position
                return true
            }
            let message = "the field stands twice; the first time on line \(earlier.line)"
            problems.append(
                DocumentProblem(.duplicate, at: entry.position, path: path.appending(entry.name), message)
            )
            return false
        }
    }

    private mutating func skipString() {
        advance()
        while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
            advance(by: bytes[index] == UInt8(ascii: "\\") ? 2 : 1)
        }
        advance()
    }

    private mutating func skip(while matches: (UInt8) -> Bool) {
        while index < bytes.count, matches(bytes[index]) { advance() }
    }

    private mutating func advance(to end: Int) {
        while index < min(end, bytes.count) { advance() }
    }

    /// Moves on; continuation bytes of UTF-8 do not count as columns.
    private mutating func advance(by count: Int = 1) {
        for _ in 0..<count where index < bytes.count {
            let byte = bytes[index]
            index += 1
            if byte == UInt8(ascii: "\n") {
                position = Position(line: position.line + 1, column: 1)
            } else if byte & 0xC0 != 0x80 {
                position.column += 1
            }
        }
    }

    /// White space and the punctuation between values.
    private static func isSeparator(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: ","),
            UInt8(ascii: ":"):
            true
        default: false
        }
    }
}
