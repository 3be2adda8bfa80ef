import HTTPWire
import JSONText
import ModelAPI
import NIOCore
import Routing
import Telemetry
import Upstream

/// A request's whole way, in this order; nothing jumps back:
///
/// receive → identify → admit → read → plan → attempt (translate, send, retry, fall over) → reply → settle
///
/// Every surface takes it. It runs as one task on the client connection's event loop and never leaves that loop.
struct Pipeline: Sendable {
    let services: Services

    /// Takes a request through all stages and answers it, whatever happens.
    /// - Parameter snapshot: the configuration that the request began with; it holds to the request's end.
    func handle(_ exchange: Exchange, _ snapshot: Snapshot) async {
        do throws(APIError) {
            if let control = services.control, ControlRequest.isControlPath(exchange.head.path) {
                return try await ControlRelay(handler: control).answer(exchange)
            }

            // Receive: what is asked for.
            let route = try Router.route(exchange.head)
            if let answer = probe(route) { return exchange.respond(answer.head, body: answer.body) }

            // Identify: who asks. Before the body is waited for, so that strangers cost nothing.
            let caller = try snapshot.keys.identify(exchange.head)
            if let models = try listed(route, snapshot.catalog, caller) {
                return reply(models, to: exchange, dialect: route.dialect)
            }

            // From here on it is a call.
            await serve(route, caller, exchange, snapshot)
        } catch {
            reply(error, to: exchange)
        }
    }

    /// What is known of a call when it ends.
    private struct Findings {
        /// `nil` where it ended before it could be read.
        var call: Call?
        /// `nil` where nobody was asked.
        var trace: AttemptTrace?
        var usage: Usage?
    }

    /// Serves a call of a known caller.
    private func serve(_ route: Route, _ caller: Caller, _ exchange: Exchange, _ snapshot: Snapshot) async {
        var findings = Findings()
        let ending: RequestRecord.Ending
        do throws(APIError) {
            ending = try await answer(route, caller, exchange, snapshot, &findings)
        } catch {
            reply(error, to: exchange, trace: findings.trace)
            ending = exchange.isClientGone ? .clientGone : .failed(error.kind)
        }

        // Settle: once, however it ended.
        settle(route, caller, exchange, findings, ending)
    }

    /// Answers a call.
    /// - Throws: ``ModelAPI/APIError`` where it has no answer; the caller has not been told yet.
    private func answer(
        _ route: Route,
        _ caller: Caller,
        _ exchange: Exchange,
        _ snapshot: Snapshot,
        _ findings: inout Findings
    ) async throws(APIError) -> RequestRecord.Ending {
        // Admit: whether there is room. What is under way comes first.
        if services.overload.refuses { throw Self.overloaded }

        // Read: the body, far enough to route it.
        let body = try await exchange.wholeBody()
        let call = try CallReader.read(body, head: exchange.head, route: route)
        findings.call = call
        let place = try await place(in: snapshot.room, caller, call, exchange)
        defer { place?.leave() }

        // Plan: what stands behind the model's name, and what the caller wants asked behind that.
        let facts = CallFacts(call, head: exchange.head, caller: caller)
        let planner = try CallPlanner(call, caller, snapshot.catalog)
        let now = Moment.now()
        services.budget.deposit(now: now)
        var total = planner.settings.total
        if let timeout = call.overrides.timeout { total = min(total, TimeAmount(timeout)) }
        let deadline = exchange.started + total
        if route.operation == .countTokens {
            return try await TokenCounter(services: services)
                .answer(call, planner, facts, exchange, deadline: deadline)
        }

        // Attempt, and reply: one target after the other until one answers.
        var dispatcher = Dispatcher(call, exchange, caller, facts, planner, services, deadline: deadline)
        let result = await dispatcher.run(now: now)
        findings.trace = dispatcher.trace
        findings.usage = dispatcher.usage
        return try result.get()
    }

    // MARK: - Admit

    private static let overloaded = APIError(.overloaded, "The gateway has too much to do.", retryAfter: 1)

    /// Waits until there is room for a call.
    /// - Returns: its place, to be left when it is over; `nil` where there is no limit.
    private func place(
        in room: Snapshot.Room?,
        _ caller: Caller,
        _ call: Call,
        _ exchange: Exchange
    ) async throws(APIError) -> GatePlace? {
        guard let room else { return nil }
        let team = caller.fairShareName
        var deadline = NIODeadline.now() + TimeAmount(room.policy.timeout)
        if let timeout = call.overrides.timeout { deadline = min(deadline, exchange.started + TimeAmount(timeout)) }
        try await room.gate.enter(team: team, deadline: deadline, on: exchange.eventLoop)
        return GatePlace(room.gate, team: team)
    }

    // MARK: - Settle

    private func settle(
        _ route: Route,
        _ caller: Caller,
        _ exchange: Exchange,
        _ findings: Findings,
        _ ending: RequestRecord.Ending
    ) {
        guard let recorder = services.recorder else { return }
        recorder(
            RequestRecord(
                id: exchange.id,
                surface: route.dialect,
                model: findings.call?.model ?? route.model ?? "",
                key: caller.keyName,
                team: caller.team,
                isStream: findings.call?.stream ?? route.stream ?? false,
                attempts: findings.trace?.records ?? [],
                skipped: findings.trace?.skipped ?? [],
                duration: .nanoseconds((NIODeadline.now() - exchange.started).nanoseconds),
                ending: ending,
                usage: findings.usage
            )
        )
    }

    // MARK: - Replies without a provider

    private func probe(_ route: Route) -> (head: ReplyHead, body: ByteBuffer)? {
        let isWell: Bool
        switch route.operation {
        case .health: isWell = true
        case .readiness: isWell = services.readiness.isReady
        case .metrics: return metrics
        default: return nil
        }
        var head = ReplyHead(status: isWell ? 200 : 503)
        head.add("content-type", "application/json")
        head.add("cache-control", "no-store")
        var answer = JSONObject([JSONObject.Member("status", isWell ? "ok" : "draining")])
        if route.operation == .readiness { answer.append("configuration", services.reloads.json) }
        return (head, ByteBuffer(bytes: JSONValue.object(answer).bytes))
    }

    /// What has been counted, for Prometheus.
    private var metrics: (head: ReplyHead, body: ByteBuffer) {
        var text = MetricsText()
        services.reloads.write(to: &text)
        var head = ReplyHead(status: 200)
        head.add("content-type", MetricsText.mediaType)
        head.add("cache-control", "no-store")
        return (head, ByteBuffer(bytes: text.bytes))
    }

    /// The models that can be asked for, as far as the caller may.
    private func listed(_ route: Route, _ catalog: Catalog, _ caller: Caller) throws(APIError) -> JSONValue? {
        let dialect = Dialects.dialect(route.dialect)
        switch route.operation {
        case .listModels: return dialect.writeModels(catalog.listed.filter { caller.mayUse($0.name) })
        case .showModel:
            let name = route.model ?? ""
            guard let entry = catalog.listed.first(where: { $0.name == name }), caller.mayUse(name),
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
