public import NIOCore

/// What has arrived of a message with such a head.
public enum MessageEvent<Head: Sendable>: Sendable {
    /// A message begins.
    case head(Head)
    /// Bytes of its body, a slice of what arrived.
    case body(ByteBuffer)
    /// The message is complete.
    case end
}
