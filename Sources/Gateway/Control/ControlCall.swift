public import NIOCore

/// A request to a model that the control plane has the gateway serve in the name of a key: on the connection that asked, through
/// the same stages as any other, and answered in the shape of `POST /v1/chat/completions`.
public struct ControlCall: Sendable {
    /// The key's id; `nil` for nobody's, where no key is required.
    public var keyID: String?
    /// The request, as `POST /v1/chat/completions` takes it.
    public var body: ByteBuffer
    /// A tag that its record has beside the key's.
    public var tag: String

    /// A call.
    public init(keyID: String?, body: ByteBuffer, tag: String) {
        self.keyID = keyID
        self.body = body
        self.tag = tag
    }
}
