import JSONText

/// Reads a provider's answer from its bytes, whole or streamed, once all of it is there.
public enum RecordedAnswer {
    /// Reads a whole answer.
    /// - Throws: ``APIError`` of kind `upstreamError` where it is not one.
    public static func whole(_ body: Span<UInt8>, from dialect: DialectID) throws(APIError) -> ChatResponse {
        let value: JSONValue
        do {
            value = try JSONValue(parsing: body)
        } catch {
            throw APIError(.upstreamError, "The provider's answer is not JSON.")
        }
        return try Dialects.dialect(dialect).readResponse(value)
    }

    /// The neutral events of a stream, from its framed bytes.
    /// - Returns: a legal sequence; it ends in a failure where the stream does not end well.
    public static func events(of stream: Span<UInt8>, from dialect: DialectID) -> [StreamEvent] {
        var parser = SSEParser()
        var decoder = Dialects.dialect(dialect).makeDecoder()
        var events: [StreamEvent] = []
        parser.append(stream)
        do {
            while let event = try parser.next() { decoder.decode(event, into: &events) }
            if let event = try parser.finish() { decoder.decode(event, into: &events) }
        } catch {
            // The decoder then finds the end missing.
        }
        decoder.finish(into: &events)
        return events
    }

    /// Reads a streamed answer as if it were whole.
    /// - Throws: ``APIError`` where the stream ended broken.
    public static func assembled(_ stream: Span<UInt8>, from dialect: DialectID) throws(APIError) -> ChatResponse {
        try AnswerAssembler.response(of: events(of: stream, from: dialect))
    }
}
