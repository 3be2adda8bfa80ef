/// Watches a stream that goes on untouched between two peers of the same dialect: finds where whole events end and what they
/// say of usage, first content, errors and the end, at a fraction of the cost of decoding.
///
/// The caller keeps the bytes. It forwards whole events only, so that a cut in the middle of one can still end in a proper
/// error event.
public protocol StreamObserver: Sendable {
    /// Looks at the bytes that have not been forwarded yet.
    /// - Parameter pending: everything received behind the last forwarded byte: new bytes behind those of the last call.
    /// - Returns: how many of them are whole events and may go on, and which of those to leave out; nothing behind an error
    ///   event, so that no end follows that looks clean.
    mutating func observe(_ pending: Span<UInt8>) -> StreamProgress

    /// The provider's bytes have ended.
    /// - Parameter pending: everything received behind the last forwarded byte.
    /// - Returns: how many of them are a whole event that only lacks its final blank line, and may go on.
    mutating func finish(_ pending: Span<UInt8>) -> StreamProgress

    /// Whether content has come: a text, a thought, a call; role-only and start events do not count.
    var sawContent: Bool { get }
    /// Whether the dialect's terminal event has come. A stream that ends without is broken.
    var sawEnd: Bool { get }
    /// The provider's error event, if one came (it has gone on as it was).
    var failure: APIError? { get }
    /// The provider's refusal of the prompt, where the dialect tells of one in an answer instead of an error (Gemini). Nothing
    /// of an answer has come then.
    var refusal: APIError? { get }
    /// The usage as far as the provider has said.
    var usage: Usage? { get }
    /// On what terms the call is served as far as the provider has said: also known where a stream breaks off before its usage.
    var terms: ServiceTerms { get }
    /// The framed events that close what the provider has opened and not closed, for a stream that has to end in an error of
    /// ours; empty in dialects whose events stand for themselves.
    var closingEvents: [UInt8] { get }
}

extension StreamObserver {
    /// Nothing is ever open.
    public var closingEvents: [UInt8] { [] }
    /// What the usage says, if it has come.
    public var terms: ServiceTerms { usage?.terms ?? .standard }
    /// Refusals are errors.
    public var refusal: APIError? { nil }
}

/// What a ``StreamObserver`` found.
public struct StreamProgress: Hashable, Sendable {
    /// How many pending bytes are whole events.
    public var complete: Int
    /// Ranges of pending bytes, in order and inside the whole events, that must not reach the client (the usage chunk a caller
    /// did not ask for).
    public var withheld: [Range<Int>]

    /// Creates a result.
    public init(complete: Int, withheld: [Range<Int>] = []) {
        self.complete = complete
        self.withheld = withheld
    }
}
