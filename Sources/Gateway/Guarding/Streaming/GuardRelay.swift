import GuardAdapters
import Guardrails
import ModelAPI
import NIOCore

/// A stream that guardrails look at: another relay's events, taken apart, looked at and put together again in the same dialect.
struct GuardRelay: StreamRelay {
    private var relay: any StreamRelay
    private var reader: GuardedEvents
    private var encoder: any StreamEncoder
    private var guarded: EventGuard
    private var events: [StreamEvent] = []
    /// How many of them have been looked at.
    private var taken = 0
    private var out: [StreamEvent] = []
    /// What is kept until the answer is whole; `nil` where it goes out as it comes.
    private var kept: [StreamEvent]?
    private var isOver = false
    /// Whether the end has gone out.
    private var hasEnded = false
    private let inputTokens: Int
    private(set) var blocked: APIError?
    private var ownFailure: APIError?

    /// - Parameters:
    ///   - relay: gives events in the caller's dialect.
    ///   - dialect: the caller's.
    ///   - request: what was asked.
    ///   - inputTokens: the tokens of the prompt, estimated, for the usage of an answer that is cut off.
    init(_ relay: any StreamRelay, _ dialect: any Dialect, _ request: ChatRequest, _ pass: GuardPass, inputTokens: Int)
    {
        self.relay = relay
        self.inputTokens = inputTokens
        reader = GuardedEvents(dialect)
        encoder = dialect.makeEncoder(for: request)
        guarded = EventGuard(pass)
        kept = pass.keepsAnswers ? [] : nil
    }

    var sawContent: Bool { relay.sawContent }
    var sawEnd: Bool { isOver || hasEnded }
    var failure: APIError? { ownFailure ?? relay.failure }
    var refusal: APIError? { relay.refusal }
    var usage: Usage? { relay.usage }
    var terms: ServiceTerms { relay.terms }
    var evidence: [GuardEvidence] { guarded.evidence }
    var guardFailures: [GuardFailure] { guarded.failures + (guarded.failure.map { [$0] } ?? []) }
    var isHolding: Bool { !isOver && kept == nil && guarded.isHolding }
    var asking: ReviewQuestion? { isOver || ownFailure != nil ? nil : guarded.asking }

    mutating func take(_ bytes: ByteBuffer) throws(APIError) -> ByteBuffer {
        guard !isOver, ownFailure == nil else { return ByteBuffer() }
        return process(try relay.take(bytes))
    }

    mutating func finish() -> ByteBuffer {
        guard !isOver, ownFailure == nil else { return ByteBuffer() }
        var bytes = process(relay.finish())
        guard !isOver, ownFailure == nil, relay.sawEnd else { return bytes }
        reader.finish(into: &events)
        bytes.writeImmutableBuffer(encoded())
        return bytes
    }

    mutating func breakOff(_ error: APIError) -> ByteBuffer {
        kept = nil
        var bytes: [UInt8] = []
        encoder.encode(.failure(error), into: &bytes)
        return ByteBuffer(bytes: bytes)
    }

    mutating func idle() -> ByteBuffer {
        guard !isOver, kept == nil else { return ByteBuffer() }
        guarded.idle(into: &out)
        return ByteBuffer(bytes: written())
    }

    private mutating func process(_ bytes: ByteBuffer) -> ByteBuffer {
        guard bytes.readableBytes > 0 else { return bytes }
        reader.take(bytes.readableBytesUInt8Span, into: &events)
        return encoded()
    }

    private mutating func encoded() -> ByteBuffer {
        while taken < events.count, guarded.asking == nil {
            if guarded.take(events[taken], into: &out) { taken += 1 }
        }
        if taken == events.count {
            events.removeAll(keepingCapacity: true)
            taken = 0
            if guarded.asking == nil { guarded.pause() }
        }
        return ByteBuffer(bytes: written())
    }

    /// Puts what goes on into bytes, and ends the answer where it must end.
    private mutating func written() -> [UInt8] {
        if let type = guarded.blocked, !isOver {
            blocked = GuardPass.blocked(type, "answer")
            if let whole = kept {
                // Of an answer that is looked at as a whole nothing goes out but that there was one.
                out = (whole + out).filter { event in if case .start = event { true } else { false } }
            }
            guarded.ending(cutUsage, isAllKept: kept != nil, into: &out)
            kept = nil
            isOver = true
        } else if guarded.failure != nil, ownFailure == nil, !isOver {
            let error = APIError(.guardrailUnavailable, "A guardrail of the gateway could not look at this.")
            ownFailure = error
            kept = nil
            out = [.failure(error)]
        }
        if kept != nil {
            kept?.append(contentsOf: out)
            out.removeAll(keepingCapacity: true)
            guard let whole = kept, let last = whole.last, last.isLast else { return [] }
            kept = []
            out = whole
        }
        return encode()
    }

    mutating func told(_ answer: Result<AdapterVerdict, GuardFailure>) -> ByteBuffer {
        guarded.told(answer, into: &out)
        return encoded()
    }

    private mutating func encode() -> [UInt8] {
        var bytes: [UInt8] = []
        for event in out {
            if case .end = event { hasEnded = true }
            encoder.encode(event, into: &bytes)
        }
        out.removeAll(keepingCapacity: true)
        return bytes
    }

    /// What an answer used that is cut off here, as far as anybody can say.
    private var cutUsage: Usage {
        var usage = relay.usage ?? Usage()
        if relay.usage == nil { usage.input = inputTokens }
        usage.output = max(usage.output, guarded.tokens)
        usage.isEstimated = true
        return usage
    }
}

extension StreamEvent {
    /// Whether nothing follows it.
    fileprivate var isLast: Bool {
        switch self {
        case .end, .failure: true
        default: false
        }
    }
}
