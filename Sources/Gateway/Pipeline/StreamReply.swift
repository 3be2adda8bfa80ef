import HTTPWire
import ModelAPI
import NIOCore
import Upstream

/// An answer that is given as a stream.
///
/// Nothing goes to the caller until the provider's first content: up to then another target can still take over. From then
/// on the stream can only go on or end in an error event.
struct StreamReply {
    let call: Call
    let attempt: Attempt
    let exchange: Exchange

    /// The most bytes held back while waiting for content; start events are a few hundred.
    private static let mostHeld = 256 * 1024

    /// Asks the target and answers the caller.
    /// - Throws: ``AttemptFailure``; nothing has been sent to the caller then.
    func run(
        _ client: UpstreamClient,
        _ timeouts: UpstreamTimeouts,
        _ trace: inout AttemptTrace
    ) async throws(AttemptFailure) {
        trace.beginWaiting()
        defer { trace.endWaiting() }
        let response = try await ProviderAnswer.head(
            of: attempt.upstreamRequest(stream: true),
            from: attempt.candidate.provider,
            client: client,
            timeouts: timeouts,
            on: exchange.eventLoop
        )
        guard Self.isEventStream(response.headers) else {
            throw AttemptFailure(APIError(.upstreamError, "The model provider did not answer with a stream."))
        }
        var relay = makeRelay()
        let first = try await untilContent(response.body, &relay)
        trace.endWaiting()
        var head = ResponseHead(
            status: 200,
            type: call.route.framing.mediaType,
            id: exchange.id,
            dialect: call.route.dialect
        )
        if call.route.framing == .events {
            head.add("cache-control", "no-cache")
            // Asks proxies in front of us not to collect events.
            head.add("x-accel-buffering", "no")
        }
        trace.write(into: &head)
        UpstreamFields.write(response.headers, into: &head)
        await go(on: response.body, &relay, head, first)
    }

    private func makeRelay() -> any StreamRelay {
        let provider = attempt.candidate.provider.dialect
        let relay: any StreamRelay =
            if let request = attempt.translated {
                TranslationRelay(
                    from: provider,
                    to: call.dialect,
                    request: request,
                    created: WallClock.seconds()
                )
            } else {
                PassthroughRelay(provider, withholdsUsage: attempt.withholdsUsage, requestID: exchange.id)
            }
        return call.route.framing == .jsonArray ? JSONArrayRelay(relay, requestID: exchange.id) : relay
    }

    /// Reads until the first content, the end or too much of neither.
    /// - Returns: what the caller gets first.
    private func untilContent(
        _ body: UpstreamBody,
        _ relay: inout any StreamRelay
    ) async throws(AttemptFailure) -> ByteBuffer {
        var held = ByteBuffer()
        while true {
            let bytes: ByteBuffer?
            do { bytes = try await body.next() } catch { throw AttemptFailure(error) }
            let events: ByteBuffer
            if let bytes {
                do { events = try relay.take(bytes) } catch { throw AttemptFailure(error) }
            } else {
                events = relay.finish()
            }
            if held.readableBytes == 0 { held = events } else { held.writeImmutableBuffer(events) }
            if relay.sawContent || relay.sawEnd {
                body.markFirstContent()
                return held
            }
            if let failure = relay.failure { throw AttemptFailure(failure) }
            if bytes == nil {
                throw AttemptFailure(APIError(.upstreamError, "The model provider broke off its answer."))
            }
            if held.readableBytes > Self.mostHeld {
                body.markFirstContent()
                return held
            }
        }
    }

    /// Passes the stream on to its end. Whatever breaks it ends it with an error event.
    private func go(
        on body: UpstreamBody,
        _ relay: inout any StreamRelay,
        _ head: ResponseHead,
        _ first: ByteBuffer
    ) async {
        var events = first
        exchange.prepareStream(head)
        // A provider may say more behind its error; dropping the body reads over a small rest, so that the connection can
        // be used again.
        while !body.isAtEnd, relay.failure == nil {
            guard await exchange.writeStream(events) else { return body.cancel() }
            switch await more(of: body, &relay) {
            case .success(let more): events = more ?? ByteBuffer()
            case .failure(let error): return exchange.endStream(ending(&relay, broken: error))
            }
        }
        events.writeImmutableBuffer(ending(&relay, broken: nil))
        exchange.endStream(events)
    }

    /// What ends the caller's stream: the rest of a whole answer, otherwise an error event.
    private func ending(_ relay: inout any StreamRelay, broken: APIError?) -> ByteBuffer {
        var out = broken == nil ? relay.finish() : ByteBuffer()
        if !relay.sawEnd, relay.failure == nil {
            let error = broken ?? APIError(.upstreamError, "The model provider broke off its answer.")
            out.writeImmutableBuffer(relay.breakOff(error))
        }
        return out
    }

    /// The next events for the caller; `nil` at the end.
    private func more(of body: UpstreamBody, _ relay: inout any StreamRelay) async -> Result<ByteBuffer?, APIError> {
        do {
            guard let bytes = try await body.next() else { return .success(nil) }
            return .success(try relay.take(bytes))
        } catch let error as UpstreamError {
            return .failure(
                exchange.isCutOff ? APIError(.overloaded, "The gateway is shutting down.") : APIError(error)
            )
        } catch let error as APIError {
            return .failure(error)
        } catch {
            return .failure(APIError(.internal, "The stream broke."))
        }
    }

    /// Whether the answer is a stream. A provider that names no type is believed.
    private static func isEventStream(_ headers: HeaderFields) -> Bool {
        guard let type = headers.first("content-type") else { return true }
        return type.utf8.prefix(17).elementsEqual("text/event-stream".utf8)
            || type.lowercased().hasPrefix("text/event-stream")
    }
}
