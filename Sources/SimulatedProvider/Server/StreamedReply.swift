/// A streamed answer: what is to be told, and in which words.
struct StreamedReply: Sendable {
    var events: [ScriptEvent]
    var encoder: any StreamEncoder
    var framing: StreamFraming
    /// What this dialect sends when a stream fails in its middle.
    var failure: WireEvent
}
