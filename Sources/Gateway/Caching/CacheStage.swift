import Caching
import Governance
import HTTPWire
import ModelAPI
import NIOCore

/// The stage that looks in the cache: behind limits and budgets, which hold for answers from there too, and before anybody is
/// asked.
struct CacheStage {
    let rules: CacheRules
    let cache: AnswerCache
    let account: CallAccount
    let services: Services
    let snapshot: Snapshot

    /// Answers a call from the cache, or says what is to be done with the answer that comes.
    /// - Returns: how the call ended; `nil` where a provider must be asked.
    /// - Throws: ``ModelAPI/APIError`` where the call's words to the cache make no sense.
    func answer(_ admitted: CallAdmission.Admitted) async throws(APIError) -> RequestRecord.Ending? {
        let call = admitted.call
        guard rules.appliesUnasked || call.cacheWords != nil else { return nil }
        guard let pass = try pass(for: admitted) else { return nil }
        account.cache = pass.pass
        guard let stored = pass.stored else {
            if let ending = await answerByMeaning(pass.pass, admitted) { return ending }
            return await follow(pass.pass, admitted)
        }
        return await give(stored, pass.pass, admitted)
    }

    /// Gives a stored answer.
    /// - Returns: how the call ended; `nil` where it cannot be told, and is of no use to anybody.
    private func give(
        _ stored: CachedAnswer,
        _ pass: CachePass,
        _ admitted: CallAdmission.Admitted
    ) async -> RequestRecord.Ending? {
        let reply = CachedReply(stored: stored, pass: pass, cache: cache, call: admitted.call, account: account)
        if let ending = await reply.send(admitted.facts) { return ending }
        cache.remove(stored.digest)
        pass.miss()
        return nil
    }

    /// Answers with what a question was answered that says the same.
    /// - Returns: how the call ended; `nil` where there is no such answer.
    private func answerByMeaning(_ pass: CachePass, _ admitted: CallAdmission.Admitted) async -> RequestRecord.Ending? {
        let decision = pass.question.decision
        guard let policy = decision.semantic, let digest = pass.question.digest, decision.looksUp || decision.stores,
            let request = try? neutral(admitted)
        else { return nil }
        let call = admitted.call
        let stage = SemanticStage(cache: cache, account: account, services: services, snapshot: snapshot)
        let context = context(call, account.exchange.head, decision)
        guard let semantic = stage.pass(policy, request, in: context, pass.question, digest: digest) else { return nil }
        pass.semantic = semantic
        // The same question is being answered at the moment: that answer is better than one like it.
        guard decision.looksUp, !cache.flights.isUnderway(digest) else { return nil }
        guard let hit = await stage.look(semantic) else { return nil }
        pass.semanticHit(hit)
        return await give(hit.stored, pass, admitted)
    }

    /// The call in neutral terms, as the cache looks at it.
    private func neutral(_ admitted: CallAdmission.Admitted) throws(APIError) -> ChatRequest {
        var request = try admitted.facts.neutral()
        request.includesExtras = admitted.call.includesExtras
        request.stream = admitted.call.stream
        return request
    }

    /// Takes part in what equal questions get at the moment.
    /// - Returns: how the call ended; `nil` where a provider must be asked.
    private func follow(_ pass: CachePass, _ admitted: CallAdmission.Admitted) async -> RequestRecord.Ending? {
        let decision = pass.question.decision
        guard let digest = pass.question.digest, decision.looksUp, decision.stores else { return nil }
        let leader: FlightLeader<AnswerHead>
        switch cache.flights.join(digest) {
        case .lead(let seat): leader = seat
        case .follow(let follower):
            if let refusal = await account.guards?.settled() {
                let closing = CallAccount.Closing(ending: .failed(refusal.kind), status: 200)
                return BlockedReply.send(refusal, admitted.call, account, closing)
            }
            let reply = FollowedReply(
                follower: follower,
                pass: pass,
                cache: cache,
                call: admitted.call,
                account: account,
                facts: admitted.facts
            )
            switch await reply.send() {
            case .over(let ending): return ending
            case .alone: return nil
            case .leads(let seat): leader = seat
            }
        }
        pass.lead(leader, account.exchange)
        // The one before may have ended between the look and the seat.
        let now = AnswerCache.now()
        guard let stored = cache.exact.peek(digest), !stored.isExpired(at: now),
            decision.maximumAge.map({ stored.age(at: now) <= $0 }) ?? true
        else { return nil }
        pass.hit(age: stored.age(at: now))
        let reply = CachedReply(stored: stored, pass: pass, cache: cache, call: admitted.call, account: account)
        let ending = await reply.send(admitted.facts)
        if ending == nil { pass.miss() }
        return ending
    }

    private typealias Found = (pass: CachePass, stored: CachedAnswer?)

    /// Looks.
    /// - Returns: `nil` where the cache has nothing to do with the call and was not asked to.
    private func pass(for admitted: CallAdmission.Admitted) throws(APIError) -> Found? {
        let (call, head) = (admitted.call, account.exchange.head)
        let body = call.body
        let raw = RawDigest(
            of: body.readableBytesUInt8Span,
            path: head.query.map { "\(head.path)?\($0)" } ?? head.path,
            tenant: account.caller.principal.map { .key($0.key.id) } ?? .anonymous,
            variants: variants(call, head)
        )
        let question: CacheQuestion
        if let known = rules.memo[raw] {
            question = known
        } else {
            guard let found = try self.question(admitted, head) else { return nil }
            question = found
            rules.memo.remember(question, for: raw)
        }
        let decision = question.decision
        guard let digest = question.digest else {
            guard let refusal = decision.refusal, refusal != .off || call.cacheWords != nil else { return nil }
            return (CachePass(question, .bypass(refusal), in: cache, tags: []), nil)
        }
        let now = AnswerCache.now()
        if decision.looksUp, let stored = cache.exact.lookUp(digest, at: now, maximumAge: decision.maximumAge).answer {
            return (CachePass(question, .hit(age: stored.age(at: now)), in: cache, tags: tags(call)), stored)
        }
        return (CachePass(question, .miss, in: cache, tags: tags(call)), nil)
    }

    /// Everything beside path, body and caller that decides what the cache makes of a request.
    private func variants(_ call: Call, _ head: RequestHead) -> [String?] {
        [
            call.model, call.cacheWords, head.fields.first("cache-control"),
            call.overrides.fallbacks.joined(separator: ","), head.fields.first("x-kanmon-metadata"),
            call.strict.map { $0 ? "strict" : "lenient" }, call.includesExtras ? "extras" : nil,
            head.fields.first("anthropic-beta"), head.fields.first("anthropic-version"),
        ] + rules.headers.map { head.fields.first(named: $0) }
    }

    /// Reads a request as far as the cache needs it.
    /// - Returns: `nil` for one that cannot be read; whoever answers it says what is wrong.
    private func question(_ admitted: CallAdmission.Admitted, _ head: RequestHead) throws(APIError) -> CacheQuestion? {
        let call = admitted.call
        let directives: CacheDirectives
        do {
            directives = try CacheDirectives(
                cacheControl: head.fields.first("cache-control"),
                kanmonCache: call.cacheWords
            )
        } catch {
            throw APIError(.invalidRequest, error.message, parameter: error.header)
        }
        if call.route.operation == .embeddings { return try embeddingQuestion(admitted, head, directives) }
        guard let request = try? neutral(admitted) else { return nil }
        let facts = facts(call, head, question: QuestionText.last(of: request))
        let decision = rules.policies.decide(on: request, from: call.route.dialect, facts, directives)
        let form = RenditionKey(
            request,
            from: call.route.dialect,
            variant: call.stream && call.route.framing == .jsonArray ? "array" : ""
        )
        guard !decision.isBypass else { return CacheQuestion(digest: nil, decision: decision, form: form) }
        let digest = CacheDigest(of: request, from: call.route.dialect, in: context(call, head, decision))
        return CacheQuestion(digest: digest, decision: decision, form: form)
    }

    /// Reads a request for vectors as far as the cache needs it.
    private func embeddingQuestion(
        _ admitted: CallAdmission.Admitted,
        _ head: RequestHead,
        _ directives: CacheDirectives
    ) throws(APIError) -> CacheQuestion {
        let call = admitted.call
        let request = try admitted.facts.embedding()
        let facts = facts(call, head, question: rules.readsTexts ? request.text : "")
        let decision = rules.policies.decide(on: nil, from: call.route.dialect, facts, directives)
        let digest =
            decision.isBypass
            ? nil : CacheDigest(of: EmbeddingQuestion(request), in: context(call, head, decision))
        return CacheQuestion(
            digest: digest,
            decision: decision,
            form: RenditionKey(call.route.dialect, .whole),
            isEmbedding: true
        )
    }

    /// What rules look at.
    private func facts(_ call: Call, _ head: RequestHead, question: String) -> CacheRequestFacts {
        let principal = account.caller.principal
        return CacheRequestFacts(
            path: head.path,
            model: call.model,
            team: principal?.teamName,
            tags: principal?.tags ?? [],
            question: question,
            bodyBytes: call.body.readableBytes,
            header: { head.fields.first(named: $0) }
        )
    }

    /// Whose an answer is, and for which model.
    private func context(_ call: Call, _ head: RequestHead, _ decision: CacheDecision) -> CacheContext {
        let principal = account.caller.principal
        return CacheContext(
            tenant: CacheTenant(
                decision.scope,
                organization: principal?.organizationName,
                team: principal?.teamName,
                key: principal?.key.id
            ),
            namespace: decision.namespace,
            model: call.model,
            headers: headers(call, head)
        )
    }

    /// What beside the question changes who answers it, and how.
    private func headers(_ call: Call, _ head: RequestHead) -> [CacheContext.Header] {
        var headers: [CacheContext.Header] = []
        func add(_ name: String, _ value: String?) {
            if let value, !value.isEmpty { headers.append(CacheContext.Header(name, value)) }
        }
        if call.route.dialect == .anthropicMessages {
            add("anthropic-beta", head.fields.first("anthropic-beta"))
            // Dates compare as texts. Versions since the one that the gateway speaks are read and told alike; the one
            // before it had another form of answers.
            let version = head.fields.first("anthropic-version")
            if let version, version < Attempt.anthropicVersion.value { add("anthropic-version", version) }
            add("beta", call.isBeta ? "true" : nil)
        }
        add("fallbacks", call.overrides.fallbacks.joined(separator: ","))
        add("metadata", head.fields.first("x-kanmon-metadata"))
        // A strict caller must not get what a lenient one was answered, with a part of its question left out.
        add("strict", call.strict == true ? "true" : nil)
        add("regions", account.caller.regions.map { "=" + $0.sorted().joined(separator: ",") })
        return headers
    }

    /// What the answer is purged by.
    private func tags(_ call: Call) -> [CacheTag] {
        var tags = [CacheTag.model(call.model)]
        guard let principal = account.caller.principal else { return tags }
        if let team = principal.teamName { tags.append(.team(team)) }
        tags.append(.key(principal.key.id))
        tags += principal.tags.map(CacheTag.tag)
        return tags
    }
}

extension EmbeddingRequest {
    /// Its texts in lines of their own, for rules that look at texts.
    fileprivate var text: String {
        inputs.compactMap { input in
            if case .text(let text) = input { text } else { nil }
        }
        .joined(separator: "\n")
    }
}
