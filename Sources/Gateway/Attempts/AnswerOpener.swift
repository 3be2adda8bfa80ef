import Caching
import HTTPWire
import JSONText
import ModelAPI
import NIOCore
import Routing
import Telemetry
import Upstream

/// Sends attempts of one call and waits until it is clear whether their targets answer: a whole answer until it is complete
/// and makes sense, a stream until its first content.
struct AnswerOpener: Sendable {
    let call: Call
    let requestID: String
    let client: UpstreamClient
    let eventLoop: any EventLoop
    /// How many bytes of a stream are recorded; `nil` for none.
    var recordLimit: Int?
    /// What looks at streamed answers; `nil` for nothing.
    var guards: StreamGuards?
    /// The place in a trace that the provider is told; `nil` for the caller's own.
    var trace: TraceParent?

    /// The most bytes of a whole answer; pictures and sound come in base64.
    private static let mostOfAnAnswer = 64 * 1024 * 1024
    /// The most bytes held back while waiting for content; start events are a few hundred.
    private static let mostHeld = 256 * 1024

    /// Asks a target.
    /// - Parameters:
    ///   - credential: which of the provider's credentials is used.
    ///   - leastRate: the tokens a second under which a stream is given up before any of it is released.
    /// - Throws: ``AttemptFailure`` where no usable answer begins.
    func open(
        _ attempt: Attempt,
        credential: Provider.Credential,
        timeouts: UpstreamTimeouts,
        leastRate: Double?
    ) async throws(AttemptFailure) -> OpenedAnswer {
        if let embedding = attempt.embedding {
            let opener = EmbeddingOpener(client: client, eventLoop: eventLoop, trace: trace)
            return .whole(
                try await opener.open(attempt, embedding, credential: credential, timeouts: timeouts)
            )
        }
        let response = try await ProviderAnswer.head(
            of: attempt.upstreamRequest(stream: call.stream, credential: credential, trace: trace),
            from: attempt.provider,
            client: client,
            timeouts: timeouts,
            on: eventLoop
        )
        return call.stream
            ? .stream(try await stream(response, attempt, leastRate: leastRate))
            : .whole(try await whole(response, attempt))
    }

    // MARK: - Whole answers

    private func whole(_ response: UpstreamResponse, _ attempt: Attempt) async throws(AttemptFailure) -> WholeAnswer {
        let body: ByteBuffer
        do {
            body = try await response.body.collect(upTo: Self.mostOfAnAnswer)
        } catch {
            throw AttemptFailure(error)
        }
        return try answer(body, response.headers, attempt, received: .now())
    }

    /// What the caller gets: the provider's bytes, or their translation.
    private func answer(
        _ body: ByteBuffer,
        _ fields: HeaderFields,
        _ attempt: Attempt,
        received: NIODeadline
    ) throws(AttemptFailure) -> WholeAnswer {
        let bytes = body.readableBytesUInt8Span
        let provider = attempt.provider.dialect
        guard let request = attempt.translated else {
            // Even an answer that goes on untouched must be one: HTML with a 200 is a broken provider.
            var usage: Usage?
            do { usage = try provider.usage(of: bytes) } catch { throw Self.noJSON }
            if let tier = Self.servedTier(fields, provider), usage?.terms.tier == .standard { usage?.terms.tier = tier }
            let whole = WholeAnswer(fields: fields, body: body, source: body, usage: usage, received: received)
            return try Self.unrefused(whole, bytes, provider)
        }
        let tree: JSONValue
        do { tree = try JSONValue(parsing: bytes) } catch { throw Self.noJSON }
        var answer: ChatResponse
        do { answer = try provider.readResponse(tree) } catch { throw AttemptFailure(inside: error) }
        // Not every wire says when; the OpenAI one has to.
        answer.created = answer.created ?? WallClock.seconds()
        if let tier = Self.servedTier(fields, provider), answer.usage?.terms.tier == .standard {
            answer.usage?.terms.tier = tier
        }
        let written = call.dialect.writeResponse(answer, to: request)
        let whole = WholeAnswer(
            fields: fields,
            body: ByteBuffer(bytes: written.body.bytes),
            source: body,
            lost: written.dropped,
            usage: answer.usage,
            received: received
        )
        return try Self.unrefused(whole, bytes, provider)
    }

    /// Lets an answer pass that is more than a refusal of the prompt.
    private static func unrefused(
        _ answer: WholeAnswer,
        _ bytes: Span<UInt8>,
        _ provider: any Dialect
    ) throws(AttemptFailure) -> WholeAnswer {
        // Whoever counts output has read the prompt, so nearly no answer is looked at for this.
        if let usage = answer.usage, usage.output > 0 { return answer }
        if let refusal = provider.refusal(in: bytes) { throw AttemptFailure(refused: refusal, in: .whole(answer)) }
        return answer
    }

    /// The tier that an answer's head names: Gemini's `x-gemini-service-tier`.
    private static func servedTier(_ fields: HeaderFields, _ provider: any Dialect) -> ServiceTier? {
        guard provider.id == .gemini, let name = fields.first("x-gemini-service-tier") else { return nil }
        return ServiceTier(named: name)
    }

    private static var noJSON: AttemptFailure { .invalidBody("The model provider's answer is not valid JSON.") }

    // MARK: - Streams

    private func stream(
        _ response: UpstreamResponse,
        _ attempt: Attempt,
        leastRate: Double?
    ) async throws(AttemptFailure) -> StreamAnswer {
        guard Self.isEventStream(response.headers) else {
            throw .invalidBody("The model provider did not answer with a stream.")
        }
        var answer = StreamAnswer(
            fields: response.headers,
            body: response.body,
            relay: makeRelay(attempt),
            first: ByteBuffer(),
            received: .now(),
            servedTier: Self.servedTier(response.headers, attempt.provider.dialect)
        )
        if let recordLimit {
            answer.recorder = AnswerRecorder(.stream, dialect: attempt.provider.dialect.id, limit: recordLimit)
        }
        if let leastRate {
            var guarded = RateGuard(leastRate)
            try await guarded.hold(&answer, mostHeld: Self.mostHeld, on: eventLoop)
        } else {
            try await answer.readToContent(mostHeld: Self.mostHeld)
        }
        if let refusal = answer.relay.refusal { throw AttemptFailure(refused: refusal, in: .stream(answer)) }
        return answer
    }

    private func makeRelay(_ attempt: Attempt) -> any StreamRelay {
        let provider = attempt.provider.dialect
        let relay: any StreamRelay =
            if let request = attempt.translated {
                TranslationRelay(
                    from: provider,
                    to: call.dialect,
                    request: request,
                    created: WallClock.seconds()
                )
            } else {
                PassthroughRelay(provider, withholdsUsage: attempt.withholdsUsage, requestID: requestID)
            }
        let guarded = guards?.around(relay) ?? relay
        return call.route.framing == .jsonArray ? JSONArrayRelay(guarded, requestID: requestID) : guarded
    }

    /// Whether the answer is a stream. A provider that names no type is believed.
    private static func isEventStream(_ headers: HeaderFields) -> Bool {
        guard let type = headers.first("content-type") else { return true }
        return type.utf8.prefix(17).elementsEqual("text/event-stream".utf8)
            || type.lowercased().hasPrefix("text/event-stream")
    }
}

extension StreamAnswer {
    /// Reads until the first content, the end or too much of neither.
    mutating func readToContent(mostHeld: Int) async throws(AttemptFailure) {
        while !(try await readMore(mostHeld: mostHeld)) {}
    }

    /// Reads one more piece of the provider's bytes.
    /// - Parameter tap: sees the bytes as the provider sent them.
    /// - Returns: whether the stream may be released: content has come, or its end, or more than a sane start would take.
    mutating func readMore(
        mostHeld: Int,
        tap: (ByteBuffer) -> Void = { _ in }
    ) async throws(AttemptFailure) -> Bool {
        let bytes: ByteBuffer?
        do { bytes = try await body.next() } catch { throw AttemptFailure(error) }
        let events: ByteBuffer
        if let bytes {
            tap(bytes)
            if recorder != nil {
                recorder?.append(bytes.readableBytesUInt8Span, at: .now())
                source.writeImmutableBuffer(bytes)
            }
            // Before the first content `first_byte` decides, which no ping extends either.
            _ = keepAlives.take(bytes)
            do { events = try relay.take(bytes) } catch { throw AttemptFailure(inside: error) }
        } else {
            events = relay.finish()
        }
        if first.readableBytes == 0 { first = events } else { first.writeImmutableBuffer(events) }
        if relay.sawContent || relay.sawEnd || first.readableBytes > mostHeld {
            body.markFirstContent()
            received = .now()
            return true
        }
        if let failure = relay.failure { throw AttemptFailure(inside: failure) }
        if bytes == nil { throw .truncated }
        return false
    }
}
