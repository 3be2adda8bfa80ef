public import NIOCore

/// The control plane's answer.
public struct ControlAnswer: Sendable {
    /// What an answer consists of.
    public enum Body: Sendable {
        /// Bytes that are there already.
        case whole(ByteBuffer)
        /// Bytes that come bit by bit: the closure writes them, and waits where the client reads slowly. Where it throws the
        /// connection is cut, so that nobody takes a part for the whole.
        case stream(@Sendable (ControlWriter) async throws -> Void)
        /// A request to a model, which the gateway serves on the same connection; status and fields are its answer's own.
        case call(ControlCall)
    }

    /// The HTTP status.
    public var status: Int
    /// The header fields, without those of framing.
    public var fields: [(name: String, value: String)]
    /// What it consists of.
    public var body: Body

    /// An answer.
    public init(status: Int, fields: [(name: String, value: String)] = [], body: Body) {
        self.status = status
        self.fields = fields
        self.body = body
    }
}
