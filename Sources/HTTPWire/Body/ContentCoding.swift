/// A coding of a message's content, as `content-encoding` names it (RFC 9110 §8.4).
public enum ContentCoding: Hashable, Sendable {
    /// None.
    case identity
    /// `gzip` or `x-gzip`.
    case gzip
    /// `deflate`.
    case deflate
    /// Another one, or several.
    case unknown

    /// Takes note of one field's value.
    mutating func add(_ value: ArraySlice<UInt8>) {
        if value.isEmpty || HeadFacts.equal(value, "identity") { return }
        if self != .identity {
            self = .unknown
        } else if HeadFacts.equal(value, "gzip") || HeadFacts.equal(value, "x-gzip") {
            self = .gzip
        } else if HeadFacts.equal(value, "deflate") {
            self = .deflate
        } else {
            self = .unknown
        }
    }
}
