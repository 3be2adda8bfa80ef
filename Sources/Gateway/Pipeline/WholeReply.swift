import JSONText
import ModelAPI
import NIOCore
import Upstream

/// An answer that is given in one piece.
struct WholeReply {
    let call: Call
    let attempt: Attempt
    let exchange: Exchange

    /// The most bytes of an answer; pictures and sound come in base64.
    private static let mostOfAnAnswer = 64 * 1024 * 1024

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
            of: attempt.upstreamRequest(stream: false),
            from: attempt.candidate.provider,
            client: client,
            timeouts: timeouts,
            on: exchange.eventLoop
        )
        let body: ByteBuffer
        do {
            body = try await response.body.collect(upTo: Self.mostOfAnAnswer)
        } catch {
            throw AttemptFailure(error)
        }
        trace.endWaiting()
        let answer = try answer(body, &trace)
        var head = ReplyHead(status: 200, type: "application/json", id: exchange.id, dialect: call.route.dialect)
        trace.write(into: &head)
        UpstreamFields.write(response.headers, into: &head)
        exchange.respond(head, body: answer)
    }

    /// What the caller gets: the provider's bytes, or their translation.
    private func answer(_ body: ByteBuffer, _ trace: inout AttemptTrace) throws(AttemptFailure) -> ByteBuffer {
        let provider = attempt.candidate.provider.dialect
        let bytes = body.readableBytesUInt8Span
        guard let request = attempt.translated else {
            // Even an answer that goes on untouched must be one: HTML with a 200 is a broken provider.
            do { _ = try provider.usage(of: bytes) } catch { throw Self.noAnswer }
            return body
        }
        let tree: JSONValue
        do { tree = try JSONValue(parsing: bytes) } catch { throw Self.noAnswer }
        do {
            var response = try provider.readResponse(tree)
            // Not every wire says when; the OpenAI one has to.
            response.created = response.created ?? WallClock.seconds()
            let written = call.dialect.writeResponse(response, to: request)
            trace.add(dropped: written.dropped)
            return ByteBuffer(bytes: written.body.bytes)
        } catch {
            throw AttemptFailure(error)
        }
    }

    private static var noAnswer: AttemptFailure {
        AttemptFailure(APIError(.upstreamError, "The model provider's answer is not valid JSON."))
    }
}
