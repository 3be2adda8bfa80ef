import Caching
import ModelAPI
import NIOCore

/// Gives a caller a stored answer, in its own dialect and form.
struct CachedReply {
    let stored: CachedAnswer
    /// Whether the cache has it, so that it is worth remembering how it is told.
    var isStored = true
    let pass: CachePass
    let cache: AnswerCache
    let call: Call
    let account: CallAccount

    private var exchange: Exchange { account.exchange }
    private var form: RenditionKey { pass.question.form }

    /// - Returns: how the call ended; `nil` where the stored answer cannot be told, and nothing has been.
    func send(_ facts: CallFacts) async -> RequestRecord.Ending? {
        account.enter(.reply)
        if let refusal = await account.guards?.settled() {
            let closing = CallAccount.Closing(ending: .failed(refusal.kind), status: 200, stored: stored.origin)
            return BlockedReply.send(refusal, call, account, closing)
        }
        let guards = account.guards.flatMap { $0.isNeededForAnswers ? $0 : nil }
        do throws(APIError) {
            if form.form == .whole { return try await whole(facts, guards) }
            return try await streamed(facts)
        } catch {
            return nil
        }
    }

    private func whole(_ facts: CallFacts, _ guards: GuardPass?) async throws(APIError) -> RequestRecord.Ending {
        let recording = stored.recording
        let isAsRecorded = recording.form == .whole && recording.dialect == form.dialect
        let (bytes, dropped) =
            if isAsRecorded {
                (recording.bytes, [String]())
            } else {
                try rendition(facts).asWhole
            }
        var body = ByteBuffer(bytes: bytes)
        if let guards {
            do throws(APIError) {
                switch try await guards.answer(body) {
                case .unchanged: break
                case .edited(let edited): body = edited
                // Nobody is asked for a stored answer, so nobody can be asked once more.
                case .again(let type, _): throw GuardPass.blocked(type, "answer")
                }
            } catch {
                let closing = CallAccount.Closing(ending: .failed(error.kind), status: 200, stored: stored.origin)
                return BlockedReply.send(error, call, account, closing)
            }
        }
        let ending = close()
        account.bodies?.take(whole: body)
        exchange.respond(head(type: "application/json", dropped), body: body)
        return ending
    }

    private func streamed(_ facts: CallFacts) async throws(APIError) -> RequestRecord.Ending {
        let pieces: [ReplayPiece]
        var blocked: APIError?
        let guards = StreamGuards(account, call, facts)
        switch pass.question.decision.replay {
        case _ where guards != nil:
            var told = try guarded(guards, facts)
            let reviewed: ByteBuffer
            do throws(CancellationError) {
                reviewed = try await told.relay.reviewToEnd(account.guards)
            } catch {
                return close(exchange.isClientGone ? .clientGone : .failed(.overloaded))
            }
            if reviewed.readableBytes > 0 { told.pieces.append(ReplayPiece(bytes: reviewed)) }
            pieces = told.pieces
            blocked = told.relay.blocked ?? told.relay.guardFailure
            account.guards?.take(told.relay)
        case .recorded where stored.recording.form == .stream:
            pieces = try RecordedReplay(stored.recording, for: try request(facts), call, exchange.id).pieces()
        case .immediate, .recorded:
            pieces = [ReplayPiece(bytes: ByteBuffer(bytes: try rendition(facts).bytes))]
        case .rate:
            pieces = try rendition(facts).pieces(pass.question.decision.replay.pause(recorded: 0))
        }
        var head = head(type: call.route.framing.mediaType, [])
        Self.addStreamFields(to: &head, call.route)
        exchange.prepareStream(head)
        for piece in pieces.dropLast() {
            account.bodies?.take(streamed: piece.bytes)
            guard await exchange.writeStream(piece.bytes) else { return close() }
            if piece.pause > .zero {
                // Cancelled where the client goes or the gateway stops, which is looked at next.
                try? await Task.sleep(for: piece.pause)
            }
            guard !exchange.isCutOff else {
                let ending = close(.failed(.overloaded))
                exchange.abort()
                return ending
            }
        }
        let last = pieces.last?.bytes ?? ByteBuffer()
        account.bodies?.take(streamed: last)
        let ending = close(exchange.isClientGone ? nil : blocked.map { .failed($0.kind) })
        exchange.endStream(last)
        return ending
    }

    // MARK: - What is told

    /// The answer as this caller may have it, looked at anew for everybody: whose guardrails hold differs.
    private func guarded(
        _ guards: StreamGuards?,
        _ facts: CallFacts
    ) throws(APIError) -> (pieces: [ReplayPiece], relay: any StreamRelay) {
        let request = try request(facts)
        if stored.recording.form == .stream {
            return try RecordedReplay(stored.recording, for: request, call, exchange.id, guards: guards).told()
        }
        let events = Rendition(try response(), for: request, on: form.dialect)
        var relay = RecordedReplay.relay(from: call.dialect, for: request, call, exchange.id, guards: guards)
        var bytes = try relay.take(ByteBuffer(bytes: events.bytes))
        bytes.writeImmutableBuffer(relay.finish())
        if let failure = relay.failure { throw failure }
        return ([ReplayPiece(bytes: bytes)], relay)
    }

    /// The answer as this caller wants it, written once for all who want it so.
    private func rendition(_ facts: CallFacts) throws(APIError) -> Rendition {
        if let known = stored.rendition(form) { return known }
        let request = try request(facts)
        let rendition: Rendition
        switch (stored.recording.form, form.form) {
        case (.stream, .stream):
            rendition = Rendition(try RecordedReplay(stored.recording, for: request, call, exchange.id).pieces())
        case (_, .whole): rendition = Rendition(try response(), for: request, on: form.dialect)
        case (.whole, .stream):
            let events = Rendition(try response(), for: request, on: form.dialect)
            rendition = call.route.framing == .jsonArray ? try events.asArray(call, exchange.id) : events
        }
        if isStored { cache.exact.remember(rendition, as: form, of: stored) }
        return rendition
    }

    private func response() throws(APIError) -> ChatResponse {
        var response = try stored.recording.response()
        // Not every wire says when; the OpenAI one has to.
        response.created = response.created ?? Int(stored.created.milliseconds / 1000)
        return response
    }

    private func request(_ facts: CallFacts) throws(APIError) -> ChatRequest {
        var request = try facts.neutral()
        request.includesExtras = call.includesExtras
        request.stream = call.stream
        return request
    }

    private func head(type: StaticString, _ dropped: [String]) -> ReplyHead {
        Self.head(type: type, stored.origin, account, dropped)
    }

    /// The head of an answer that no provider was asked for.
    /// - Parameters:
    ///   - origin: who gave it once.
    ///   - dropped: what of it the caller's dialect cannot express.
    static func head(
        type: StaticString,
        _ origin: CachedAnswer.Origin,
        _ account: CallAccount,
        _ dropped: [String] = []
    ) -> ReplyHead {
        let exchange = account.exchange
        var head = ReplyHead(status: 200, type: type, id: exchange.id, dialect: account.route.dialect)
        head.add("x-kanmon-provider", origin.provider)
        head.add("x-kanmon-model", String(origin.model.prefix(256)))
        var trace = AttemptTrace(begun: exchange.started)
        trace.repeats(dropped: origin.dropped)
        trace.lose(dropped)
        trace.write(into: &head)
        account.write(into: &head)
        return head
    }

    /// Adds what every stream's head has.
    static func addStreamFields(to head: inout ReplyHead, _ route: Route) {
        guard route.framing == .events else { return }
        head.add("cache-control", "no-cache")
        // Asks proxies in front of us not to collect events.
        head.add("x-accel-buffering", "no")
    }

    /// Writes down what becomes of the call, before the caller can take its answer for whole.
    private func close(_ ending: RequestRecord.Ending? = nil) -> RequestRecord.Ending {
        let ending = ending ?? (exchange.isClientGone ? .clientGone : .answered)
        account.close(CallAccount.Closing(ending: ending, status: 200, stored: stored.origin))
        return ending
    }
}

extension Rendition {
    fileprivate var asWhole: ([UInt8], [String]) { (bytes, dropped) }

    /// A replayed stream in one.
    fileprivate init(_ pieces: [ReplayPiece]) {
        var bytes: [UInt8] = []
        var ends: [Int] = []
        for piece in pieces where piece.bytes.readableBytes > 0 {
            bytes += piece.bytes.readableBytesView
            ends.append(bytes.count)
        }
        self.init(bytes: bytes, ends: ends)
    }

    /// Its pieces, with the same pause behind each.
    fileprivate func pieces(_ pause: Duration) -> [ReplayPiece] {
        var start = 0
        return ends.map { end in
            defer { start = end }
            return ReplayPiece(bytes: ByteBuffer(bytes: bytes[start..<end]), pause: pause)
        }
    }

    /// The events of a Gemini stream as elements of an array.
    fileprivate func asArray(_ call: Call, _ id: String) throws(APIError) -> Rendition {
        var relay = JSONArrayRelay(PassthroughRelay(call.dialect, withholdsUsage: false, requestID: id), requestID: id)
        var pieces: [ReplayPiece] = []
        for piece in self.pieces(.zero) { pieces.append(ReplayPiece(bytes: try relay.take(piece.bytes))) }
        pieces.append(ReplayPiece(bytes: relay.finish()))
        return Rendition(pieces)
    }
}
