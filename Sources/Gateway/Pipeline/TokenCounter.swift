import JSONText
import ModelAPI
import NIOCore
import Upstream

/// Answers how many tokens a prompt has: the provider's own count where it has one, otherwise an estimate marked as such.
struct TokenCounter {
    let pipeline: Pipeline

    private static let mostOfAnAnswer = 1024 * 1024

    /// What is asked of one target.
    private struct Question {
        let body: ByteBuffer
        let fields: [(name: String, value: String)]
        /// What the provider cannot express.
        let dropped: DroppedFields?
    }

    /// Asks one target after the other and answers the caller.
    func answer(_ call: Call, _ entry: Catalog.Entry, _ exchange: Exchange) async throws(APIError) {
        // What the last target that was asked said, and why the first one that could not be asked could not.
        var failure: APIError?
        var obstacle: APIError?
        let request = try Attempt.neutral(call)
        for candidate in entry.candidates {
            let question: Question?
            do throws(APIError) {
                question = try self.question(call, request, entry, candidate)
            } catch {
                obstacle = obstacle ?? error
                continue
            }
            guard let question else {
                return reply(TokenEstimate.tokens(of: request), isEstimate: true, candidate, nil, call, exchange)
            }
            do throws(AttemptFailure) {
                let tokens = try await count(question, candidate, entry, exchange)
                return reply(tokens, isEstimate: false, candidate, question.dropped, call, exchange)
            } catch {
                if exchange.isClientGone { return }
                failure = error.error
                guard error.mayFallOver, !exchange.isCutOff else { break }
            }
        }
        throw failure ?? obstacle ?? APIError(.modelNotFound, "The model has no targets.")
    }

    /// What would be asked of a target.
    /// - Returns: `nil` where its API cannot count.
    /// - Throws: ``ModelAPI/APIError`` where its provider cannot express the call at all, or not all of it and the caller or
    ///   the configuration insists.
    private func question(
        _ call: Call,
        _ request: ChatRequest,
        _ entry: Catalog.Entry,
        _ candidate: Catalog.Candidate
    ) throws(APIError) -> Question? {
        let provider = candidate.provider
        let isSameDialect = provider.dialect.id == call.route.dialect
        let isAnthropic = provider.dialect.id == .anthropicMessages
        if isSameDialect, isAnthropic {
            var withholdsUsage = false
            let body = try Attempt.edited(call, model: candidate.model, withholdsUsage: &withholdsUsage)
            return Question(body: body, fields: call.forwarded, dropped: nil)
        }
        let profile = provider.profile(model: candidate.model)
        guard let written = try provider.dialect.writeCountRequest(request, for: profile) else { return nil }
        let dropped = DroppedFields(written.dropped, of: request, in: call.dialect)
        if let dropped, call.strict ?? entry.isStrict { throw Pipeline.cannotExpress(dropped) }
        return Question(
            body: ByteBuffer(bytes: written.body.bytes),
            fields: isSameDialect ? call.forwarded : isAnthropic ? [Attempt.anthropicVersion] : [],
            dropped: dropped
        )
    }

    private func count(
        _ question: Question,
        _ candidate: Catalog.Candidate,
        _ entry: Catalog.Entry,
        _ exchange: Exchange
    ) async throws(AttemptFailure) -> Int {
        let provider = candidate.provider
        let response = try await ProviderAnswer.head(
            of: UpstreamRequest(
                target: provider.countPath(model: candidate.model),
                headers: provider.headers,
                extraHeaders: question.fields,
                body: question.body
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
        _ dropped: DroppedFields?,
        _ call: Call,
        _ exchange: Exchange
    ) {
        var head = ReplyHead(status: 200, type: "application/json", id: exchange.id, dialect: call.route.dialect)
        head.add("x-kanmon-provider", candidate.provider.name)
        head.add("x-kanmon-model", candidate.model)
        if isEstimate { head.add("x-kanmon-estimated", "true") }
        if let dropped { head.add("x-kanmon-dropped", dropped.text) }
        exchange.respond(head, body: ByteBuffer(bytes: call.dialect.writeCount(tokens).bytes))
    }
}
