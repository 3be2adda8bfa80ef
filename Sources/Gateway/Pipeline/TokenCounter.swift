import JSONText
import ModelAPI
import NIOCore
import Upstream

/// Answers how many tokens a prompt has: the provider's own count where it has one, otherwise an estimate marked as such.
struct TokenCounter {
    let pipeline: Pipeline

    private static let mostOfAnAnswer = 1024 * 1024

    /// Asks one target after the other and answers the caller.
    func answer(_ call: Call, _ entry: Catalog.Entry, _ exchange: Exchange) async throws(APIError) {
        var last = APIError(.modelNotFound, "The model has no targets.")
        let request = try Attempt.neutral(call)
        for candidate in entry.candidates {
            let provider = candidate.provider
            let profile = provider.profile(model: candidate.model)
            guard let written = try provider.dialect.writeCountRequest(request, for: profile) else {
                return reply(TokenEstimate.tokens(of: request), isEstimate: true, candidate, call, exchange)
            }
            do throws(AttemptFailure) {
                let tokens = try await count(call, candidate, written, entry, exchange)
                return reply(tokens, isEstimate: false, candidate, call, exchange)
            } catch {
                if exchange.isClientGone { return }
                last = error.error
                guard error.mayFallOver, !exchange.isCutOff else { break }
            }
        }
        throw last
    }

    private func count(
        _ call: Call,
        _ candidate: Catalog.Candidate,
        _ written: WrittenRequest,
        _ entry: Catalog.Entry,
        _ exchange: Exchange
    ) async throws(AttemptFailure) -> Int {
        let provider = candidate.provider
        let isSameDialect = provider.dialect.id == call.route.dialect
        var body = ByteBuffer(bytes: written.body.bytes)
        if isSameDialect, call.route.dialect == .anthropicMessages {
            var withholdsUsage = false
            do {
                body = try Attempt.edited(call, model: candidate.model, withholdsUsage: &withholdsUsage)
            } catch {
                throw AttemptFailure(error)
            }
        }
        let isAnthropic = provider.dialect.id == .anthropicMessages
        let fields = isSameDialect ? call.forwarded : isAnthropic ? [Attempt.anthropicVersion] : []
        let response = try await ProviderAnswer.head(
            of: UpstreamRequest(
                target: provider.countPath(model: candidate.model),
                headers: provider.headers,
                extraHeaders: fields,
                body: body
            ),
            from: provider,
            client: pipeline.client,
            timeouts: entry.timeouts,
            on: exchange.eventLoop
        )
        let answer: ByteBuffer
        do { answer = try await response.body.collect(upTo: Self.mostOfAnAnswer) } catch { throw AttemptFailure(error) }
        do {
            return try provider.dialect.readCount(JSONValue(parsing: answer.readableBytesUInt8Span))
        } catch let error as APIError {
            throw AttemptFailure(error)
        } catch {
            throw AttemptFailure(APIError(.upstreamError, "The model provider's answer is not valid JSON."))
        }
    }

    private func reply(
        _ tokens: Int,
        isEstimate: Bool,
        _ candidate: Catalog.Candidate,
        _ call: Call,
        _ exchange: Exchange
    ) {
        var head = ReplyHead(status: 200, type: "application/json", id: exchange.id, dialect: call.route.dialect)
        head.add("x-kanmon-provider", candidate.provider.name)
        head.add("x-kanmon-model", candidate.model)
        if isEstimate { head.add("x-kanmon-estimated", "true") }
        exchange.respond(head, body: ByteBuffer(bytes: call.dialect.writeCount(tokens).bytes))
    }
}
