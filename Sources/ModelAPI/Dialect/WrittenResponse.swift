public import JSONText

/// An answer as it goes to a client.
public struct WrittenResponse: Hashable, Sendable {
    /// The body.
    public var body: JSONValue
    /// The names of what got lost, in the provider's words behind `answer.` (`answer.candidates[0].groundingMetadata`), without
    /// repeats; empty where the caller asked for what has no place (``ChatRequest/includesExtras``), for then it is in the body.
    public var dropped: [String]

    /// Creates a written answer.
    public init(body: JSONValue, dropped: [String] = []) {
        self.body = body
        self.dropped = dropped
    }
}
