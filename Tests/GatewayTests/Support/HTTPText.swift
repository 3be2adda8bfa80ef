import JSONText

/// Takes apart what a gateway has answered.
enum HTTPText {
    struct NoBody: Error {}

    /// The status of an answer.
    static func status(_ answer: String) -> Int? {
        Int(answer.dropFirst("HTTP/1.1 ".count).prefix(3))
    }

    /// The body of an answer with a length.
    static func body(_ answer: String) throws -> Substring {
        guard let end = answer.firstRange(of: "\r\n\r\n") else { throw NoBody() }
        return answer[end.upperBound...]
    }

    /// The body of an answer as JSON.
    static func json(_ answer: String) throws -> JSONValue { try JSONValue(parsing: String(body(answer))) }

    /// The body of a chunked answer.
    /// - Throws: ``NoBody`` where it does not end in the last chunk.
    static func unchunked(_ answer: String) throws -> String {
        var rest = Array(try body(answer).utf8)[...]
        var out: [UInt8] = []
        while let end = rest.firstIndex(of: 0x0D) {
            guard let size = Int(String(decoding: rest[..<end], as: UTF8.self), radix: 16) else { throw NoBody() }
            if size == 0 { return String(decoding: out, as: UTF8.self) }
            rest = rest.dropFirst(end - rest.startIndex + 2)
            out += rest.prefix(size)
            rest = rest.dropFirst(size + 2)
        }
        throw NoBody()
    }
}

extension String {
    /// The text with every occurrence of another replaced.
    func replacingOccurrences(_ text: String, with replacement: String) -> String {
        split(separator: text, omittingEmptySubsequences: false).joined(separator: replacement)
    }
}
