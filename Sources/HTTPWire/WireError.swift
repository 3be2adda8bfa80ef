/// Why bytes are not an HTTP/1.1 message that is taken here.
///
/// What is doubtful is refused: wherever two readers could disagree about where a message ends, an attacker can hide a
/// second one (RFC 9112 §11.2).
public struct WireError: Error, Hashable, Sendable {
    /// The kinds of refusal.
    public enum Kind: Hashable, Sendable {
        /// Not HTTP, or a form of it that leaves a doubt.
        case malformed
        /// A head with more bytes or fields than the limit.
        case headTooLarge
        /// A request target, or a request line that has no room for one, longer than the limit.
        case targetTooLong
        /// A version other than HTTP/1.0 and HTTP/1.1.
        case unsupportedVersion
        /// A transfer coding other than one `chunked`.
        case unsupportedCoding
    }

    /// The kind of refusal.
    public let kind: Kind
    /// What is wrong, in words; never any bytes of the peer.
    public let reason: String

    /// Creates an error.
    public init(_ kind: Kind, _ reason: String) {
        self.kind = kind
        self.reason = reason
    }

    static func malformed(_ reason: String) -> WireError { WireError(.malformed, reason) }
}
