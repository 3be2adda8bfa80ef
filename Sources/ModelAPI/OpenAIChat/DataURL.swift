/// A `data:` URL with base64 (RFC 2397), as Chat carries bytes.
struct DataURL: Hashable, Sendable {
    /// The media type without parameters, in lower case; `nil` where the URL names none.
    var mediaType: String?
    /// The bytes in base64, as they were written.
    var base64: String

    /// Whether a text is a `data:` URL at all.
    static func isOne(_ text: String) -> Bool {
        text.utf8.prefix(5).elementsEqual("data:".utf8) { $0 | 0x20 == $1 || $0 == $1 }
    }

    /// Takes a URL apart.
    /// - Returns: `nil` where it is no `data:` URL or not in base64.
    init?(_ text: String) {
        guard Self.isOne(text), let comma = text.utf8.prefix(512).firstIndex(of: UInt8(ascii: ",")) else { return nil }
        let start = text.utf8.index(text.startIndex, offsetBy: 5)
        let head = text[start..<comma].split(separator: ";", omittingEmptySubsequences: false)
        guard head.count > 1, head.last?.lowercased() == "base64" else { return nil }
        mediaType = head.first.flatMap { $0.isEmpty ? nil : $0.lowercased() }
        base64 = String(text[text.utf8.index(after: comma)...])
    }

    /// Writes a URL.
    static func text(mediaType: String, base64: String) -> String { "data:\(mediaType);base64,\(base64)" }
}
