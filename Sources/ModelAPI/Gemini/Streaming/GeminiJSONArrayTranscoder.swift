import JSONText

/// Turns a stream of events into the one JSON array that clients get who did not ask for `alt=sse`: the payloads go on byte by
/// byte, only what stands between them changes.
///
/// Providers are always asked for events, since only they can be watched event by event, and answers of other dialects are written
/// as events too.
public struct GeminiJSONArrayTranscoder: Sendable {
    private var parser = SSEParser()
    private var framing = GeminiArrayFraming()

    /// Creates a transcoder at the start of a stream.
    public init() {}

    /// Takes bytes of the stream, split anywhere.
    /// - Parameters:
    ///   - events: the next bytes.
    ///   - output: the array's next bytes are appended here.
    /// - Throws: ``SSEParser/EventTooLarge``
    public mutating func append(
        _ events: Span<UInt8>,
        into output: inout [UInt8]
    ) throws(SSEParser.EventTooLarge) {
        parser.append(events)
        while let event = try parser.next() { framing.write(event.data, into: &output) }
    }

    /// Ends the array behind a complete answer.
    /// - Throws: ``SSEParser/EventTooLarge``
    public mutating func finish(into output: inout [UInt8]) throws(SSEParser.EventTooLarge) {
        if let event = try parser.finish() { framing.write(event.data, into: &output) }
        framing.close(into: &output)
    }

    /// Ends the array with an error as its last element.
    public mutating func fail(_ error: APIError, requestID: String, into output: inout [UInt8]) {
        framing.write(GeminiErrorWriter.body(error, requestID: requestID).bytes, into: &output)
        framing.close(into: &output)
    }
}
