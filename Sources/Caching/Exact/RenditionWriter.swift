import JSONText
public import ModelAPI

extension Rendition {
    /// Writes an answer for a caller, whatever dialect and form it came in.
    /// - Parameters:
    ///   - response: the answer.
    ///   - request: what the caller asked for: `stream`, `includeUsage`, `includesExtras` and `usesLegacyFunctions` count.
    ///   - surface: the caller's dialect.
    ///   - pieceLength: about how many characters each piece of a stream's text has.
    public init(_ response: ChatResponse, for request: ChatRequest, on surface: DialectID, pieceLength: Int = 24) {
        let dialect = Dialects.dialect(surface)
        guard request.stream else {
            let written = dialect.writeResponse(response, to: request)
            self.init(bytes: Array(written.body.bytes[...]), dropped: written.dropped)
            return
        }
        self.init(streaming: response.events(pieceLength: pieceLength), with: dialect.makeEncoder(for: request))
    }

    /// Writes a recorded stream for a caller, piece by piece as it was recorded.
    /// - Parameters:
    ///   - recording: a stream.
    ///   - request: what the caller asked for.
    ///   - surface: the caller's dialect.
    public init(replaying recording: AnswerRecording, for request: ChatRequest, on surface: DialectID) {
        let events = RecordedAnswer.events(of: recording.bytes.span, from: recording.dialect)
        self.init(streaming: events, with: Dialects.dialect(surface).makeEncoder(for: request))
    }

    private init(streaming events: some Sequence<StreamEvent>, with encoder: any StreamEncoder) {
        var encoder = encoder
        var bytes: [UInt8] = []
        var ends: [Int] = []
        for event in events {
            encoder.encode(event, into: &bytes)
            if bytes.count > ends.last ?? 0 { ends.append(bytes.count) }
        }
        self.init(bytes: Array(bytes[...]), ends: Array(ends[...]))
    }
}
