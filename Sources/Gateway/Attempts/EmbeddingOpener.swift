import HTTPWire
import JSONText
import ModelAPI
import NIOCore
import Telemetry
import Upstream

/// Sends one target's part in a call for vectors and waits for its answer, which comes in one piece or, where the provider
/// takes only so many inputs at once, in several.
struct EmbeddingOpener: Sendable {
    let client: UpstreamClient
    let eventLoop: any EventLoop
    /// The place in a trace that the provider is told; `nil` for the caller's own.
    var trace: TraceParent?

    /// The most bytes of an answer: 2,048 vectors of 3,072 dimensions in digits take some 80 MB.
    private static let mostOfAnAnswer = 128 * 1024 * 1024

    /// Asks a target.
    /// - Throws: ``AttemptFailure`` where no usable answer comes, or only a part of one.
    func open(
        _ attempt: Attempt,
        _ embedding: EmbeddingExchange,
        credential: Provider.Credential,
        timeouts: UpstreamTimeouts
    ) async throws(AttemptFailure) -> WholeAnswer {
        let deadline = NIODeadline.now() + timeouts.total
        guard let request = embedding.translated else {
            let (body, fields) = try await send(attempt, embedding.bodies[0], credential, timeouts)
            let usage: Usage?
            do {
                usage = try embedding.dialect.check(body.readableBytesUInt8Span)
            } catch {
                throw AttemptFailure(inside: error)
            }
            return WholeAnswer(fields: fields, body: body, source: body, usage: usage, received: .now())
        }
        var response = EmbeddingResponse(vectors: [])
        var isCounted = true
        var fields: HeaderFields?
        for (index, part) in embedding.bodies.enumerated() {
            let rest = deadline - .now()
            guard rest > .zero else { throw .timeIsOver }
            let answer = try await send(attempt, part, credential, timeouts.bounded(by: rest))
            fields = answer.fields
            let next = try read(answer.body, embedding, count: embedding.count(ofPart: index))
            response.vectors += next.vectors
            if let usage = next.usage {
                response.usage = response.usage.map { $0.adding(usage) } ?? usage
            } else {
                isCounted = false
            }
        }
        guard let fields else { throw .invalidBody("The model provider answered with nothing.") }
        if !isCounted {
            var usage = Usage()
            usage.input = request.estimatedTokens
            usage.isEstimated = true
            response.usage = usage
        }
        return try written(response, to: request, attempt, fields)
    }

    private func send(
        _ attempt: Attempt,
        _ part: ByteBuffer,
        _ credential: Provider.Credential,
        _ timeouts: UpstreamTimeouts
    ) async throws(AttemptFailure) -> (body: ByteBuffer, fields: HeaderFields) {
        let response = try await ProviderAnswer.head(
            of: attempt.upstreamRequest(stream: false, credential: credential, part: part, trace: trace),
            from: attempt.provider,
            client: client,
            timeouts: timeouts,
            on: eventLoop
        )
        do {
            return (try await response.body.collect(upTo: Self.mostOfAnAnswer), response.headers)
        } catch {
            throw AttemptFailure(error)
        }
    }

    private func read(
        _ body: ByteBuffer,
        _ embedding: EmbeddingExchange,
        count: Int
    ) throws(AttemptFailure) -> EmbeddingResponse {
        let tree: JSONValue
        do {
            tree = try JSONValue(parsing: body.readableBytesUInt8Span)
        } catch {
            throw .invalidBody("The model provider's answer is not valid JSON.")
        }
        do throws(APIError) {
            return try embedding.dialect.readResponse(tree, count: count)
        } catch {
            throw AttemptFailure(inside: error)
        }
    }

    private func written(
        _ response: EmbeddingResponse,
        to request: EmbeddingRequest,
        _ attempt: Attempt,
        _ fields: HeaderFields
    ) throws(AttemptFailure) -> WholeAnswer {
        let answer: JSONValue
        do throws(APIError) {
            answer = try OpenAIEmbeddings().writeResponse(response, to: request, model: attempt.seat.model)
        } catch {
            throw AttemptFailure(inside: error)
        }
        let body = ByteBuffer(bytes: answer.bytes)
        return WholeAnswer(fields: fields, body: body, source: body, usage: response.usage, received: .now())
    }
}

extension Usage {
    /// What two requests used together, of the classes that vectors have.
    fileprivate func adding(_ other: Usage) -> Usage {
        var sum = self
        let (input, isOver) = self.input.addingReportingOverflow(other.input)
        sum.input = isOver ? .max : input
        return sum
    }
}
