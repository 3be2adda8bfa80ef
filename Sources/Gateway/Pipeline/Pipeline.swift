import HTTPWire
import JSONText
import ModelAPI
import NIOCore
import Upstream

/// A request's whole way, in this order; nothing jumps back:
///
/// receive → identify → read → plan → attempt (translate, send, fall over) → reply
///
/// Every surface takes it. It runs as one task on the client connection's event loop and never leaves that loop.
struct Pipeline: Sendable {
    let catalog: Catalog
    let keys: KeyRing
    let client: UpstreamClient
    let readiness: Readiness

    /// Takes a request through all stages and answers it, whatever happens.
    func handle(_ exchange: Exchange) async {
        do {
            // Receive: what is asked for.
            let route = try Router.route(exchange.head)
            if let answer = probe(route) { return exchange.respond(answer.head, body: answer.body) }

            // Identify: who asks. Before the body is waited for, so that strangers cost nothing.
            _ = try keys.identify(exchange.head)
            if let models = try listed(route) { return reply(models, to: exchange, dialect: route.dialect) }

            // Read: the body, far enough to route it.
            let body = try await exchange.wholeBody()
            let call = try CallReader.read(body, head: exchange.head, route: route)

            // Plan: whom to ask, in which order.
            let entry = try catalog.entry(for: call.model)

            // Attempt, and reply: one target after the other until one answers.
            switch route.operation {
            case .countTokens: try await TokenCounter(pipeline: self).answer(call, entry, exchange)
            default: try await attempt(call, entry, exchange)
            }
        } catch {
            reply(error, to: exchange)
        }
    }

    // MARK: - Attempt

    private func attempt(_ call: Call, _ entry: Catalog.Entry, _ exchange: Exchange) async throws(APIError) {
        var trace = AttemptTrace(started: exchange.started)
        var request: ChatRequest?
        // What the last target that was asked said, and why the first one that could not be asked could not.
        var failure: APIError?
        var obstacle: APIError?
        for (index, candidate) in entry.candidates.enumerated() {
            let attempt: Attempt
            do {
                attempt = try prepared(call, entry, candidate, &request)
            } catch {
                // What one provider cannot express another may.
                obstacle = obstacle ?? error
                continue
            }
            // Nobody else will read it, and the answer can take long.
            if index == entry.candidates.count - 1 { request = nil }
            trace.begin(attempt)
            do throws(AttemptFailure) {
                if call.stream {
                    try await StreamReply(call: call, attempt: attempt, exchange: exchange)
                        .run(client, entry.timeouts, &trace)
                } else {
                    try await WholeReply(call: call, attempt: attempt, exchange: exchange)
                        .run(client, entry.timeouts, &trace)
                }
                return
            } catch {
                if exchange.isClientGone { return }
                failure = error.error
                guard error.mayFallOver, !exchange.isCutOff else { break }
            }
        }
        let error = failure ?? obstacle ?? APIError(.modelNotFound, "The model has no targets.")
        reply(error, to: exchange, trace: trace)
    }

    /// What would be sent to a target.
    /// - Throws: ``ModelAPI/APIError`` where its provider cannot express the call and the caller or the configuration insists.
    private func prepared(
        _ call: Call,
        _ entry: Catalog.Entry,
        _ candidate: Catalog.Candidate,
        _ request: inout ChatRequest?
    ) throws(APIError) -> Attempt {
        let attempt = try Attempt(call, to: candidate, request: &request)
        if let dropped = attempt.dropped, call.strict ?? entry.isStrict { throw Self.cannotExpress(dropped) }
        return attempt
    }

    /// The refusal of a call of which something would get lost.
    static func cannotExpress(_ dropped: DroppedFields) -> APIError {
        APIError(
            .invalidRequest,
            "The model's provider cannot express: \(dropped.text). "
                + "Leave these out, or allow them to be dropped (x-kanmon-strict: false).",
            parameter: String(dropped.first.prefix(256))
        )
    }

    // MARK: - Replies without a provider

    private func probe(_ route: Route) -> (head: ReplyHead, body: ByteBuffer)? {
        let isWell: Bool
        switch route.operation {
        case .health: isWell = true
        case .readiness: isWell = readiness.isReady
        default: return nil
        }
        var head = ReplyHead(status: isWell ? 200 : 503)
        head.add("content-type", "application/json")
        head.add("cache-control", "no-store")
        return (head, ByteBuffer(string: isWell ? #"{"status":"ok"}"# : #"{"status":"draining"}"#))
    }

    private func listed(_ route: Route) throws(APIError) -> JSONValue? {
        let dialect = Dialects.dialect(route.dialect)
        switch route.operation {
        case .listModels: return dialect.writeModels(catalog.listed)
        case .showModel:
            let name = route.model ?? ""
            guard let entry = catalog.listed.first(where: { $0.name == name }),
                let model = dialect.writeModels([entry])[route.dialect == .gemini ? "models" : "data"]?[0]
            else { throw APIError(.modelNotFound, "There is no model '\(name.prefix(128))'.", parameter: "model") }
            return model
        default: return nil
        }
    }

    private func reply(_ value: JSONValue, to exchange: Exchange, dialect: DialectID) {
        let head = ReplyHead(status: 200, type: "application/json", id: exchange.id, dialect: dialect)
        exchange.respond(head, body: ByteBuffer(bytes: value.bytes))
    }

    /// Answers with an error in the surface's own shape.
    /// - Parameter trace: the attempts made, where there were any: then the caller's SDK need not try again by itself.
    func reply(_ error: APIError, to exchange: Exchange, trace: AttemptTrace? = nil) {
        guard !exchange.hasAnswered else { return }
        let dialect = Dialects.dialect(Router.errorDialect(exchange.head))
        let (status, body) = dialect.writeError(error, requestID: exchange.id)
        var bytes = body.bytes
        var type: StaticString = "application/json"
        if status == 200, let route = try? Router.route(exchange.head), route.stream == true {
            // Gemini tells of a refused prompt in an answer, and who asked for a stream reads it from one.
            type = route.framing.mediaType
            bytes = Self.framed(bytes, as: route.framing)
        }
        var head = ReplyHead(status: status, type: type, id: exchange.id, dialect: dialect.id)
        if let seconds = error.retryAfter, seconds >= 0, seconds < 1e9 {
            head.add("retry-after", Int(seconds.rounded(.up)))
        }
        if let trace, trace.attempts > 0 {
            head.add("x-should-retry", "false")
            trace.write(into: &head)
        }
        if error.kind == .methodNotAllowed { head.add("allow", exchange.head.method == "POST" ? "GET" : "POST") }
        exchange.respond(head, body: ByteBuffer(bytes: bytes))
    }

    private static func framed(_ answer: [UInt8], as framing: Route.StreamFraming) -> [UInt8] {
        switch framing {
        case .jsonArray: return [UInt8(ascii: "[")] + answer + [UInt8(ascii: "]")]
        case .events:
            var event: [UInt8] = []
            SSEEvent.write(data: answer, into: &event)
            return event
        }
    }
}
