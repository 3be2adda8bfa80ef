/// Why an answer ends.
enum StopReason: Hashable, Sendable {
    case end
    case length
    case stopSequence(String)
    case toolCalls
    case refusal
    /// Cut off by a content filter.
    case filtered
}
