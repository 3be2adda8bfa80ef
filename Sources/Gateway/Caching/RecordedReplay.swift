import Caching
import ModelAPI
import NIOCore

/// A piece of a stored answer on its way to a caller.
struct ReplayPiece {
    /// Whole events.
    var bytes: ByteBuffer
    /// How long to wait behind it.
    var pause = Duration.zero
}

/// Tells a recorded stream anew: its bytes take the way that a provider's bytes take.
struct RecordedReplay {
    private let recording: AnswerRecording
    private var relay: any StreamRelay

    /// - Parameters:
    ///   - request: what the caller asks for.
    ///   - id: the request's id.
    ///   - guards: what looks at it.
    init(
        _ recording: AnswerRecording,
        for request: ChatRequest,
        _ call: Call,
        _ id: String,
        guards: StreamGuards? = nil
    ) {
        self.recording = recording
        let provider = Dialects.dialect(recording.dialect)
        relay = Self.relay(from: provider, for: request, call, id, guards: guards)
    }

    /// What stands between a provider's recorded stream and a caller.
    static func relay(
        from provider: any Dialect,
        for request: ChatRequest,
        _ call: Call,
        _ id: String,
        guards: StreamGuards? = nil
    ) -> any StreamRelay {
        let relay: any StreamRelay =
            if provider.id == call.route.dialect {
                // Usage was asked for when it was recorded.
                PassthroughRelay(
                    provider,
                    withholdsUsage: provider.id == .openAIChat && !request.includeUsage,
                    requestID: id
                )
            } else {
                TranslationRelay(from: provider, to: call.dialect, request: request, created: WallClock.seconds())
            }
        let guarded = guards?.around(relay) ?? relay
        return call.route.framing == .jsonArray ? JSONArrayRelay(guarded, requestID: id) : guarded
    }

    /// All pieces.
    /// - Throws: ``ModelAPI/APIError`` where the recording is not whole after all.
    consuming func pieces() throws(APIError) -> [ReplayPiece] { try told().pieces }

    /// All pieces, and the relay that has told them.
    /// - Throws: ``ModelAPI/APIError`` where the recording is not whole after all.
    consuming func told() throws(APIError) -> (pieces: [ReplayPiece], relay: any StreamRelay) {
        var pieces: [ReplayPiece] = []
        var start = 0
        for chunk in recording.chunks {
            let end = Int(chunk.end)
            if let last = pieces.indices.last {
                pieces[last].pause += ReplayPacing.recorded.pause(recorded: chunk.delay)
            }
            let bytes = try relay.take(ByteBuffer(bytes: recording.bytes[start..<end]))
            if bytes.readableBytes > 0 { pieces.append(ReplayPiece(bytes: bytes)) }
            start = end
        }
        let rest = relay.finish()
        if rest.readableBytes > 0 { pieces.append(ReplayPiece(bytes: rest)) }
        if let failure = relay.failure { throw failure }
        guard relay.sawEnd || relay.asking != nil else {
            throw APIError(.upstreamError, "The stored answer is not whole.")
        }
        return (pieces, relay)
    }
}
