/// How the end of a body is found (RFC 9112 §6.3).
public enum BodyFraming: Hashable, Sendable {
    /// There is no body.
    case none
    /// After so many bytes.
    case length(Int)
    /// With the last chunk.
    case chunked
    /// When the sender closes the connection.
    case untilClose
}
