import JSONText

/// The JSON text of an answer: the whole answer, or what a code fence around all of it holds.
enum AnswerJSON {
    /// What is read at most: 128 levels, 500,000 values.
    static let limits = JSONLimits(depth: 128, values: 500_000)

    /// The bytes of the JSON text.
    static func text(of answer: [UInt8]) -> ArraySlice<UInt8> {
        let whole = trimmed(answer[...])
        guard let mark = whole.first, mark == UInt8(ascii: "`") || mark == UInt8(ascii: "~") else { return whole }
        let fence = whole.prefix { $0 == mark }.count
        guard fence >= 3, let lineEnd = whole.firstIndex(of: UInt8(ascii: "\n")) else { return whole }
        let word = trimmed(whole[(whole.startIndex + fence)..<lineEnd])
        guard word.isEmpty || String(decoding: word, as: UTF8.self).lowercased() == "json" else { return whole }
        let inner = whole[(lineEnd + 1)...]
        let closing = inner.reversed().prefix { $0 == mark }.count
        let body = inner.dropLast(closing)
        // The closing fence stands on a line of its own.
        let line = body.reversed().first { !isSpace($0) || $0 == UInt8(ascii: "\n") }
        guard closing >= fence, body.isEmpty || line == UInt8(ascii: "\n") else { return whole }
        return trimmed(body)
    }

    /// The first name that stands twice in an object anywhere in a value. What counts then differs from reader to reader.
    static func duplicate(in value: JSONValue) -> String? {
        var waiting = [value]
        while let next = waiting.popLast() {
            switch next {
            case .array(let elements): waiting += elements
            case .object(let object):
                if let name = object.firstDuplicate { return name }
                waiting += object.members.lazy.map(\.value)
            default: break
            }
        }
        return nil
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard let first = bytes.firstIndex(where: { !isSpace($0) }), let last = bytes.lastIndex(where: { !isSpace($0) })
        else { return [] }
        return bytes[first...last]
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
            || byte == UInt8(ascii: "\t")
    }
}
