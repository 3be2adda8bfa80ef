import ModelAPI
import NIOCore

/// A stream between two dialects: the provider's events are decoded, what they mean is encoded for the client.
struct TranslationRelay: StreamRelay {
    private var parser = SSEParser()
    private var decoder: any StreamDecoder
    private var encoder: any StreamEncoder
    private(set) var sawContent = false
    private(set) var sawEnd = false
    private(set) var failure: APIError?
    private(set) var usage: Usage?
    private(set) var terms = ServiceTerms.standard
    var refusal: APIError? { decoder.refusal }
    private var events: [StreamEvent] = []
    private let created: Int

    /// - Parameter created: when the answer began, in seconds since 1970, for providers that do not say.
    init(from provider: any Dialect, to client: any Dialect, request: ChatRequest, created: Int) {
        self.created = created
        decoder = provider.makeDecoder()
        encoder = client.makeEncoder(for: request)
    }

    mutating func take(_ bytes: ByteBuffer) throws(APIError) -> ByteBuffer {
        parser.append(bytes.readableBytesUInt8Span)
        return drain { (parser) throws(SSEParser.EventTooLarge) in try parser.next() }
    }

    mutating func finish() -> ByteBuffer {
        var out = drain { (parser) throws(SSEParser.EventTooLarge) in try parser.finish() }
        decoder.finish(into: &events)
        out.writeBytes(encodeEvents())
        return out
    }

    mutating func breakOff(_ error: APIError) -> ByteBuffer {
        events.append(.failure(error))
        return ByteBuffer(bytes: encodeEvents())
    }

    private mutating func drain(
        _ next: (inout SSEParser) throws(SSEParser.EventTooLarge) -> SSEEvent?
    ) -> ByteBuffer {
        do {
            while let event = try next(&parser) { decoder.decode(event, into: &events) }
        } catch {
            events.append(.failure(APIError(.upstreamError, "The model provider sent an event that is too large.")))
        }
        return ByteBuffer(bytes: encodeEvents())
    }

    private mutating func encodeEvents() -> [UInt8] {
        guard !events.isEmpty else { return [] }
        var out: [UInt8] = []
        out.reserveCapacity(events.count * 192)
        for event in events where !sawEnd && failure == nil {
            note(event)
            encoder.encode(dated(event), into: &out)
        }
        events.removeAll(keepingCapacity: true)
        return out
    }

    /// Not every wire says when an answer began; the OpenAI one has to.
    private func dated(_ event: StreamEvent) -> StreamEvent {
        guard case .start(var start) = event, start.created == nil else { return event }
        start.created = created
        return .start(start)
    }

    private mutating func note(_ event: StreamEvent) {
        switch event {
        case .blockStart(_, .toolCall), .blockStart(_, .redactedThinking), .blockStart(_, .image),
            .blockStart(_, .foreign), .finish:
            sawContent = true
        case .blockDelta(_, let delta):
            switch delta {
            case .text(let text), .arguments(let text): if !text.isEmpty { sawContent = true }
            case .signature, .logprobs: sawContent = true
            }
        case .end: sawEnd = true
        case .failure(let error): failure = error
        case .usage(let usage):
            self.usage = usage
            terms = usage.terms
        case .start(let start): terms.tier = ServiceTier(named: start.serviceTier)
        case .blockStart, .blockStop, .unmapped: break
        }
    }
}
