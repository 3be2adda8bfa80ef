import JSONText
import ModelAPI
import NIOCore
import Routing
import Upstream

/// Answers how many tokens a prompt has: the provider's own count where it has one, otherwise an estimate marked as such.
struct TokenCounter {
    let services: Services

    private static let mostOfAnAnswer = 1024 * 1024

    /// What is asked of one target.
    private struct Question {
        let body: ByteBuffer
        let fields: [(name: String, value: String)]
        /// What the provider cannot express.
        let dropped: DroppedFields?
    }

    /// Asks one target after the other and answers the caller.
    /// - Parameter deadline: when the time for the request as a whole is over.
    /// - Returns: how it ended.
    /// - Throws: ``ModelAPI/APIError`` where nobody counts.
    func answer(
        _ call: Call,
        _ planner: CallPlanner,
        _ facts: CallFacts,
        _ exchange: Exchange,
        deadline: NIODeadline
    ) async throws(APIError) -> RequestRecord.Ending {
        var random = exchange.makeRandom()
        var retries = Retries(services.budget, mostTries: call.overrides.attempts)
        let plan = planner.plan(facts, random: &random)
        var verdict = Verdict()
        for plan in plan.plans { verdict.note(plan) }
        let request = try facts.neutral()
        targets: for (index, target) in plan.targets.enumerated() {
            let question: Question?
            do throws(APIError) {
                question = try self.question(call, request, target)
            } catch {
                verdict.note(obstacle: error)
                continue
            }
            guard let question else {
                reply(TokenEstimate.tokens(of: request), isEstimate: true, target.seat, nil, call, exchange)
                return .answered
            }
            for tries in 1... {
                if exchange.isClientGone { return .clientGone }
                let remaining = deadline - .now()
                guard remaining > .zero else {
                    verdict.note(.timeIsOver)
                    break targets
                }
                switch target.seat.state.tryBegin(credentials: target.seat.credentials, now: .now()) {
                case .refused(let availability):
                    verdict.note(availability)
                    continue targets
                case .admitted(let ticket):
                    do throws(AttemptFailure) {
                        let tokens = try await count(question, target, ticket, exchange, remaining)
                        reply(tokens, isEstimate: false, target.seat, question.dropped, call, exchange)
                        return exchange.isClientGone ? .clientGone : .answered
                    } catch {
                        if exchange.isClientGone { return .clientGone }
                        verdict.note(error)
                        let situation = Retries.Situation(
                            failure: error,
                            target: target,
                            tries: tries,
                            others: plan.targets[(index + 1)...],
                            remaining: deadline - .now()
                        )
                        if exchange.isCutOff { break targets }
                        switch retries.decide(situation, random: &random).decision.action {
                        case .sameTarget(let wait):
                            // Cancelled where the client goes or the gateway stops, which is looked at next.
                            if wait > .zero { try? await Task.sleep(for: wait) }
                            if exchange.isCutOff { break targets }
                        case .nextTarget: continue targets
                        case .stop: break targets
                        }
                    }
                }
            }
        }
        throw verdict.error(now: .now())
    }

    /// What would be asked of a target.
    /// - Returns: `nil` where its API cannot count.
    /// - Throws: ``ModelAPI/APIError`` where its provider cannot express the call at all, or not all of it and the caller or
    ///   the configuration insists.
    private func question(
        _ call: Call,
        _ request: ChatRequest,
        _ target: PlannedTarget
    ) throws(APIError) -> Question? {
        let seat = target.seat
        let provider = seat.provider
        let isSameDialect = provider.dialect.id == call.route.dialect
        let isAnthropic = provider.dialect.id == .anthropicMessages
        if isSameDialect, isAnthropic {
            var withholdsUsage = false
            let body = try Attempt.edited(call, model: seat.model, withholdsUsage: &withholdsUsage)
            return Question(body: body, fields: call.forwarded, dropped: nil)
        }
        let profile = provider.profile(model: seat.model)
        guard let written = try provider.dialect.writeCountRequest(request, for: profile) else { return nil }
        let dropped = DroppedFields(written.dropped, of: request, in: call.dialect)
        if let dropped, call.strict ?? target.settings.isStrict { throw dropped.refusal }
        return Question(
            body: ByteBuffer(bytes: written.body.bytes),
            fields: isSameDialect ? call.forwarded : isAnthropic ? [Attempt.anthropicVersion] : [],
            dropped: dropped
        )
    }

    private func count(
        _ question: Question,
        _ target: PlannedTarget,
        _ ticket: TargetTicket,
        _ exchange: Exchange,
        _ remaining: TimeAmount
    ) async throws(AttemptFailure) -> Int {
        let seat = target.seat
        let request = UpstreamRequest(
            target: seat.provider.countPath(model: seat.model),
            headers: Try.credential(of: seat, ticket).headers,
            extraHeaders: question.fields,
            body: question.body
        )
        let result: Result<Int, AttemptFailure>
        do throws(AttemptFailure) {
            result = .success(try await send(request, target, exchange, remaining))
        } catch {
            result = .failure(error)
        }
        // A count says nothing of how fast answers come: only whether the target is well is noted.
        let failure: AttemptFailure? = if case .failure(let failure) = result { failure } else { nil }
        seat.finish(ticket, failure?.outcome ?? .success, verdict: failure?.credentialVerdict, at: .now())
        return try result.get()
    }

    private func send(
        _ request: UpstreamRequest,
        _ target: PlannedTarget,
        _ exchange: Exchange,
        _ remaining: TimeAmount
    ) async throws(AttemptFailure) -> Int {
        let provider = target.seat.provider
        let response = try await ProviderAnswer.head(
            of: request,
            from: provider,
            client: services.client,
            timeouts: target.settings.timeouts.bounded(by: remaining),
            on: exchange.eventLoop
        )
        let answer: ByteBuffer
        do { answer = try await response.body.collect(upTo: Self.mostOfAnAnswer) } catch { throw AttemptFailure(error) }
        do {
            return try provider.dialect.readCount(JSONValue(parsing: answer.readableBytesUInt8Span))
        } catch let error as APIError {
            throw AttemptFailure(inside: error)
        } catch {
            throw .invalidBody("The model provider's answer is not valid JSON.")
        }
    }

    private func reply(
        _ tokens: Int,
        isEstimate: Bool,
        _ seat: Seat,
        _ dropped: DroppedFields?,
        _ call: Call,
        _ exchange: Exchange
    ) {
        var head = ReplyHead(status: 200, type: "application/json", id: exchange.id, dialect: call.route.dialect)
        head.add("x-kanmon-provider", seat.provider.name)
        head.add("x-kanmon-model", seat.model)
        if isEstimate { head.add("x-kanmon-estimated", "true") }
        if let dropped { head.add("x-kanmon-dropped", dropped.text) }
        exchange.respond(head, body: ByteBuffer(bytes: call.dialect.writeCount(tokens).bytes))
    }
}
