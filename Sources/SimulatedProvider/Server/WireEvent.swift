/// One event of a stream before framing.
struct WireEvent: Hashable, Sendable {
    /// The SSE event name, where the dialect uses one.
    var name: String?
    /// The data: JSON text, or OpenAI's `[DONE]`.
    var data: [UInt8]
}
