import GuardAdapters
import Guardrails
import ModelAPI
import NIOCore

/// Frames another relay's events as one JSON array instead (Gemini's stream without `alt=sse`).
struct JSONArrayRelay: StreamRelay {
    private var relay: any StreamRelay
    private var transcoder = GeminiJSONArrayTranscoder()
    private let requestID: String
    /// Whether the provider's bytes have ended.
    private var isFinishing = false
    private var isClosed = false

    init(_ relay: any StreamRelay, requestID: String) {
        self.relay = relay
        self.requestID = requestID
    }

    var sawContent: Bool { relay.sawContent }
    var sawEnd: Bool { relay.sawEnd }
    var failure: APIError? { relay.failure }
    var refusal: APIError? { relay.refusal }
    var usage: Usage? { relay.usage }
    var terms: ServiceTerms { relay.terms }
    var blocked: APIError? { relay.blocked }
    var evidence: [GuardEvidence] { relay.evidence }
    var guardFailures: [GuardFailure] { relay.guardFailures }
    var isHolding: Bool { relay.isHolding }

    var asking: ReviewQuestion? { relay.asking }

    mutating func idle() -> ByteBuffer { framed(relay.idle()) }

    mutating func told(_ answer: Result<AdapterVerdict, GuardFailure>) -> ByteBuffer {
        let events = relay.told(answer)
        return isFinishing ? closed(events) : framed(events)
    }

    /// Events of ours as elements; none is larger than what has been an element before.
    private mutating func framed(_ events: ByteBuffer) -> ByteBuffer {
        var out: [UInt8] = []
        do {
            try transcoder.append(events.readableBytesUInt8Span, into: &out)
        } catch {
            transcoder.fail(
                APIError(.upstreamError, "The model provider sent an event that is too large."),
                requestID: requestID,
                into: &out
            )
        }
        return ByteBuffer(bytes: out)
    }

    mutating func take(_ bytes: ByteBuffer) throws(APIError) -> ByteBuffer {
        let events = try relay.take(bytes)
        var out: [UInt8] = []
        do {
            try transcoder.append(events.readableBytesUInt8Span, into: &out)
        } catch {
            throw APIError(.upstreamError, "The model provider sent an event that is too large.")
        }
        return ByteBuffer(bytes: out)
    }

    /// Closes the array where the answer is whole, or its error is its last element already.
    mutating func finish() -> ByteBuffer {
        if isClosed || isFinishing { return ByteBuffer() }
        isFinishing = true
        return closed(relay.finish())
    }

    /// The last elements, and the end of the array unless services are to be asked before.
    private mutating func closed(_ events: ByteBuffer) -> ByteBuffer {
        var out: [UInt8] = []
        do {
            try transcoder.append(events.readableBytesUInt8Span, into: &out)
            if relay.asking == nil, !isClosed, relay.sawEnd || relay.failure != nil {
                isClosed = true
                try transcoder.finish(into: &out)
            }
        } catch {
            transcoder.fail(
                APIError(.upstreamError, "The model provider sent an event that is too large."),
                requestID: requestID,
                into: &out
            )
        }
        return ByteBuffer(bytes: out)
    }

    mutating func breakOff(_ error: APIError) -> ByteBuffer {
        var out: [UInt8] = []
        transcoder.fail(error, requestID: requestID, into: &out)
        return ByteBuffer(bytes: out)
    }
}
