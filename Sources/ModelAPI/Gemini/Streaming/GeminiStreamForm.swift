/// How the chunks of a streamed answer stand in its body.
enum GeminiStreamForm: Sendable {
    /// As server-sent events, which `alt=sse` asks for.
    case events
    /// As the elements of one JSON array.
    case array
}
