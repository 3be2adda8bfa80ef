import HTTPWire
import JSONText
import ModelAPI
import NIOCore
import Routing
import Telemetry
import Upstream

/// A request's whole way, in this order; nothing jumps back:
///
/// receive → identify → read → admit → look in cache → plan → attempt (translate, send, retry, fall over) → settle → reply
///
/// Every surface takes it. It runs as one task on the client connection's event loop and never leaves that loop.
struct Pipeline: Sendable {
    let services: Services
    /// What is answered here.
    let planes: Planes

    /// The two planes of the gateway, which may have addresses of their own.
    enum Planes: Sendable {
        /// Requests to models, the admin API and the dashboard.
        case both
        /// Requests to models alone.
        case data
        /// The admin API and the dashboard alone.
        case control
    }

    /// Takes a request through all stages and answers it, whatever happens.
    /// - Parameter snapshot: the configuration that the request began with; it holds to the request's end.
    func handle(_ exchange: Exchange, _ snapshot: Snapshot) async {
        do throws(APIError) {
            if let control = services.control, planes != .data, ControlRequest.isControlRequest(exchange.head) {
                guard let call = try await ControlRelay(handler: control).answer(exchange) else { return }
                return try await serve(call, on: exchange, snapshot)
            }

            // Receive: what is asked for.
            let route = try Router.route(exchange.head)
            if route.operation == .metrics {
                return try await MetricsReply(services, snapshot, planes).answer(exchange)
            }
            if let answer = probe(route) { return exchange.respond(answer.head, body: answer.body) }

            if planes == .control { throw Router.unknownPath }

            // Identify: who asks. Before the body is waited for, so that strangers cost nothing.
            let rules = snapshot.rules
            let caller = try rules.identification.identify(exchange, on: route.operation.surface(route))
            if let models = try listed(route, snapshot.catalog, caller) {
                exchange.count { $0.request(ObservedSurface(route), target: TargetSeries.nobody, status: 200) }
                return reply(models, to: exchange, dialect: route.dialect)
            }

            // From here on it is a call.
            await serve(CallAccount(route, caller, exchange, rules, services), snapshot)
        } catch {
            reply(error, to: exchange)
            // Calls that are refused later have records, as all calls have.
            guard let refusals = services.refusals, RefusedRequest.isRefusal(error) else { return }
            refusals.take(on: exchange.eventLoop) { RefusedRequest(error, exchange, snapshot.rules.identification) }
        }
    }

    /// Serves a call that the control plane makes in the name of a key: from here on it is one like any other.
    private func serve(_ call: ControlCall, on exchange: Exchange, _ snapshot: Snapshot) async throws(APIError) {
        let route = Route(operation: .chat, dialect: .openAIChat)
        guard let head = Self.callHead, let surface = route.operation.surface(route) else {
            throw APIError(.internal, "The request cannot be put into its form.")
        }
        let caller = try snapshot.rules.identification.caller(inNameOf: call.keyID, exchange, on: surface)
        exchange.become(head, body: call.body)
        let account = CallAccount(route, caller, exchange, snapshot.rules, services)
        account.ownTag = call.tag
        await serve(account, snapshot)
    }

    private static let callHead = try? RequestHead(
        parsing: Array("POST /v1/chat/completions HTTP/1.1\r\nhost: kanmon\r\n\r\n".utf8),
        limits: .init()
    )

    /// Serves a call of a known caller.
    private func serve(_ account: CallAccount, _ snapshot: Snapshot) async {
        account.exchange.beginCall()
        defer { account.exchange.endCall() }
        var dispatched: Dispatcher?
        do throws(APIError) {
            let ending = try await answer(account, snapshot, &dispatched)
            settle(account, dispatched, ending)
        } catch {
            let ending = account.exchange.isClientGone ? RequestRecord.Ending.clientGone : .failed(error.kind)
            settle(account, dispatched, ending, error)
            reply(error, to: account.exchange, trace: dispatched?.trace, account: account)
        }
        account.handOverBodies()
    }

    /// Settles a call: once, however it ended, and before the caller has the end of its answer. An answer has done so itself.
    private func settle(
        _ account: CallAccount,
        _ dispatched: Dispatcher?,
        _ ending: RequestRecord.Ending,
        _ failure: APIError? = nil
    ) {
        if !account.isClosed {
            account.close(
                CallAccount.Closing(
                    ending: ending,
                    status: status(of: failure, account),
                    trace: dispatched?.trace,
                    target: dispatched?.lastAsked
                )
            )
        }
        account.cache?.finish()
        account.guards?.finish()
    }

    /// The HTTP status that a caller sees of an error.
    private func status(of error: APIError?, _ account: CallAccount) -> Int {
        if account.exchange.isClientGone, !account.exchange.hasAnswered { return Self.clientClosedRequest }
        guard let error else { return 200 }
        return Dialects.dialect(account.route.dialect).writeError(error, requestID: account.exchange.id).status
    }

    /// No status that anybody sees: what nginx writes down for a client that has gone.
    private static let clientClosedRequest = 499

    /// Answers a call.
    /// - Throws: ``ModelAPI/APIError`` where it has no answer; the caller has not been told yet.
    private func answer(
        _ account: CallAccount,
        _ snapshot: Snapshot,
        _ dispatched: inout Dispatcher?
    ) async throws(APIError) -> RequestRecord.Ending {
        let (route, caller, exchange) = (account.route, account.caller, account.exchange)
        // Admit: whether there is room. What is under way comes first.
        if services.overload.refuses { throw Self.overloaded }
        if let ledger = services.governor.ledger, !ledger.isAccepting { throw Self.unrecordable }

        // Read: the body, far enough to route it.
        let body = try await exchange.wholeBody()
        account.enter(.read)
        try RequestSignatures.check(exchange.head, body, of: caller, services.governor)
        var call = try CallReader.read(body, head: exchange.head, route: route, trace: account.trace?.outgoing())
        call = try ParameterLimits.applied(to: call, head: exchange.head, of: caller)
        account.call = call
        let place = try await place(in: snapshot.room, account, call)
        defer { place?.leave() }
        account.enter(.admit)

        // Admit, plan: what limits and budgets leave, what stands behind the model's name, and what the caller wants asked
        // behind that.
        let facts = CallFacts(call, head: exchange.head, caller: caller)
        if route.operation == .embeddings { try facts.checkEmbedding() }
        let admission = CallAdmission(
            rules: snapshot.rules,
            governor: services.governor,
            catalog: snapshot.catalog,
            account: account
        )
        var admitted = try admission.admit(call, facts)

        // Guard: what goes to no model, or not as it came.
        if let guards = snapshot.guards, !route.isInternal {
            let stage = GuardingStage(
                book: guards,
                catalog: snapshot.catalog,
                account: account,
                client: services.client
            )
            admitted = try await stage.pass(admitted)
        }
        account.keep(admitted.call.body)
        let now = NIODeadline.now()
        services.budget.deposit(now: Moment(now))
        var total = admitted.planner.settings.total
        if let timeout = call.overrides.timeout { total = min(total, TimeAmount(timeout)) }
        let deadline = exchange.started + total
        if route.operation == .countTokens {
            account.enter(.attempt)
            return try await TokenCounter(services: services)
                .answer(admitted.call, admitted.planner, admitted.facts, exchange, deadline: deadline)
        }

        // Look in cache: whether the answer is there already.
        account.enter(.cache)
        let stage = CacheStage(
            rules: snapshot.cache,
            cache: services.cache,
            account: account,
            services: services,
            snapshot: snapshot
        )
        if let ending = try await stage.answer(admitted) { return ending }

        account.enter(.plan)
        account.prompt = PromptCachePass(admitted.call, caller, snapshot.prompts, services.prompts)

        // Attempt, and reply: one target after the other until one answers.
        let dispatcher = Dispatcher(
            admitted.call,
            exchange,
            caller,
            admitted.facts,
            admitted.planner,
            services,
            account,
            deadline: deadline
        )
        dispatched = dispatcher
        return try await dispatcher.run(now: Moment(now)).get()
    }

    // MARK: - Admit

    private static let overloaded = APIError(.overloaded, "The gateway has too much to do.", retryAfter: 1)
    private static let unrecordable = APIError(
        .overloaded,
        "The gateway cannot keep records of requests at the moment, and serves none without.",
        retryAfter: 5
    )

    /// Waits until there is room for a call.
    /// - Returns: its place, to be left when it is over; `nil` where there is no limit.
    private func place(
        in room: Snapshot.Room?,
        _ account: CallAccount,
        _ call: Call
    ) async throws(APIError) -> GatePlace? {
        guard let room else { return nil }
        account.enter(.queue)
        let exchange = account.exchange
        let team = account.caller.fairShareName
        var deadline = NIODeadline.now() + TimeAmount(room.policy.timeout)
        if let timeout = call.overrides.timeout { deadline = min(deadline, exchange.started + TimeAmount(timeout)) }
        try await room.gate.enter(team: team, deadline: deadline, on: exchange.eventLoop)
        return GatePlace(room.gate, team: team)
    }

    // MARK: - Replies without a provider

    private func probe(_ route: Route) -> (head: ReplyHead, body: ByteBuffer)? {
        let isWell: Bool
        switch route.operation {
        case .health: isWell = true
        case .readiness: isWell = services.readiness.isReady
        default: return nil
        }
        var head = ReplyHead(status: isWell ? 200 : 503)
        head.add("content-type", "application/json")
        head.add("cache-control", "no-store")
        var answer = JSONObject([JSONObject.Member("status", isWell ? "ok" : "draining")])
        if route.operation == .readiness { answer.append("configuration", services.reloads.json) }
        return (head, ByteBuffer(bytes: JSONValue.object(answer).bytes))
    }

    /// The models that can be asked for, as far as the caller may.
    private func listed(_ route: Route, _ catalog: Catalog, _ caller: Caller) throws(APIError) -> JSONValue? {
        let dialect = Dialects.dialect(route.dialect)
        switch route.operation {
        case .listModels:
            return dialect.writeModels(
                catalog.listed.filter { caller.mayUse($0.name) && catalog.isVisible($0.name, to: caller) }
            )
        case .showModel:
            let name = route.model ?? ""
            guard let entry = catalog.listed.first(where: { $0.name == name }), caller.mayUse(name),
                catalog.isVisible(name, to: caller),
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
    /// - Parameters:
    ///   - trace: the attempts made, where there were any: then the caller's SDK need not try again by itself.
    ///   - account: what the call held, where it got that far.
    func reply(_ error: APIError, to exchange: Exchange, trace: AttemptTrace? = nil, account: CallAccount? = nil) {
        guard !exchange.hasAnswered else { return }
        let dialect = Dialects.dialect(Router.errorDialect(exchange.head))
        let (status, body) = dialect.writeError(error, requestID: exchange.id)
        if account == nil { countRefusal(exchange, status: status) }
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
        // A budget is not there again in a moment.
        if error.kind == .budgetExceeded, trace == nil { head.add("x-should-retry", "false") }
        account?.write(into: &head)
        if error.kind == .methodNotAllowed { head.add("allow", exchange.head.method == "POST" ? "GET" : "POST") }
        let answer = ByteBuffer(bytes: bytes)
        account?.bodies?.take(whole: answer)
        exchange.respond(head, body: answer)
    }

    /// Counts a request that has not become a call: a stranger's, or one of no path that there is.
    private func countRefusal(_ exchange: Exchange, status: Int) {
        exchange.count { $0.request(ObservedSurface(of: exchange.head), target: TargetSeries.nobody, status: status) }
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
