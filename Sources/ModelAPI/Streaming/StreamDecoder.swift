/// A provider's stream, event by event, into neutral events: a pure reducer without I/O.
///
/// It takes what the real world sends (role-only first chunks, usage-only last chunks, pings, duplicate starts, tool indices
/// that start at 1, empty arguments, data behind the terminal event) and gives only legal sequences (``StreamEvent``).
public protocol StreamDecoder: Sendable {
    /// Takes one event of the provider's stream.
    /// - Parameters:
    ///   - event: the event as framed by the provider.
    ///   - output: the neutral events it means are appended here. A malformed event appends the stops of open blocks and a
    ///     ``StreamEvent/failure(_:)``; after an ``StreamEvent/end`` or failure everything is ignored.
    mutating func decode(_ event: SSEEvent, into output: inout [StreamEvent])

    /// The provider's bytes have ended.
    ///
    /// Without the terminal event this is a truncation and ends in a failure, never in a clean end.
    mutating func finish(into output: inout [StreamEvent])

    /// The provider's refusal of the prompt, where its wire tells of one in an answer instead of an error (Gemini). Nothing of
    /// an answer has come then; the neutral events are those of one that a filter stopped.
    var refusal: APIError? { get }

    /// What is to be known of an event that said nothing but more text, so that events like it need not be decoded: those with
    /// the same bytes around their text say nothing else either, as long as nothing else comes between.
    /// - Parameter event: the event decoded last, of which nothing came but one ``StreamDelta/text(_:)``.
    /// - Returns: `nil` where such events must be decoded, each of them.
    func plainDelta(in event: SSEEvent) -> PlainDelta?
}

extension StreamDecoder {
    /// Refusals are errors.
    public var refusal: APIError? { nil }

    /// Every event must be decoded.
    public func plainDelta(in event: SSEEvent) -> PlainDelta? { nil }
}

/// Neutral events into one dialect's stream for a client: a pure reducer without I/O.
public protocol StreamEncoder: Sendable {
    /// Writes what one event means.
    /// - Parameters:
    ///   - event: the next of a legal sequence.
    ///   - output: complete, framed wire events are appended here; nothing where the dialect says nothing for this event.
    mutating func encode(_ event: StreamEvent, into output: inout [UInt8])
}
