import Caching
import Governance
import JSONText
import Store

/// The operations on answers by meaning: what was found, and what of it was wrong.
struct ShadowOperations: Sendable {
    let services: Services

    func operations() throws(Operation.UnknownRoute) -> [Operation] {
        [
            try Operation(
                .get,
                "/cache/shadow",
                id: "getCacheShadow",
                query: [
                    .text("model", "Only the questions to this public model."),
                    .init(
                        name: "samples",
                        summary: "How many findings of each kind are shown; 0 where nothing is said.",
                        schema: .integer(in: 0...256)
                    ),
                ],
                answer: .json(status: 200, .reference("CacheShadow")),
                handle: show
            ),
            try Operation(
                .post,
                "/cache/feedback",
                id: "giveCacheFeedback",
                body: .required(.reference("CacheFeedback")),
                answer: .json(status: 200, .reference("CacheMark")),
                handle: mark
            ),
        ]
    }

    // MARK: - What was found

    /// Findings may show words of prompts: the note of reading them is kept before the answer goes out.
    private func show(_ request: AdminRequest) async throws(AdminError) -> AdminAnswer {
        try request.authorize()
        let samples = try request.query.int("samples", in: 0...256) ?? 0
        let model = request.query["model"]
        guard let contents = await services.cache?.shadowContents() else { throw CacheOperations.noGateway }
        let report = model.map { contents.models[$0] ?? ShadowReport() } ?? contents.total
        var object: JSONObject = [
            "since": .string(contents.since.text), "total": Self.json(report),
        ]
        if model == nil {
            let models = contents.models.sorted { ($0.value.lookups, $1.key) > ($1.value.lookups, $0.key) }
            object.append(
                "models",
                .array(models.map { ["model": .string($0.key), "report": Self.json($0.value, isShort: true)] })
            )
        }
        guard samples > 0 else { return .json(.object(object)) }
        func shown(_ findings: [ShadowFinding], newest: Bool = false) -> JSONValue {
            let fitting = findings.filter { model == nil || $0.model == model }
            return .array(
                (newest ? Array(fitting.suffix(samples).reversed()) : Array(fitting.prefix(samples))).map(Self.json)
            )
        }
        object.append("hits", shown(contents.hits))
        object.append("refusals", shown(contents.refusals))
        object.append("recent", shown(contents.recent, newest: true))
        let entry = services.audit(
            request,
            "cache.shadow.read",
            AuditEntry.Object(kind: "cache", id: "shadow"),
            reason: nil,
            after: .object(["samples": JSONValue(samples)])
        )
        _ = try await storing { () async throws(StoreError) in try await services.store.append(entry) }
        return .json(.object(object))
    }

    private static func json(_ report: ShadowReport, isShort: Bool) -> JSONValue {
        let hits = report.served + report.shadowed
        return [
            "lookups": JSONValue(report.lookups), "alone": JSONValue(report.alone), "served": JSONValue(report.served),
            "shadowed": JSONValue(report.shadowed), "wrong": JSONValue(report.wrong),
            "hit_share": share(hits, of: report.lookups),
        ]
    }

    private static func json(_ report: ShadowReport) -> JSONValue {
        guard case .object(var object) = json(report, isShort: true) else { return .null }
        let histogram = report.histogram
        let thresholds = (8..<ShadowHistogram.parts).map { part -> JSONValue in
            let threshold = ShadowHistogram.score(of: part)
            let total = histogram.total(from: threshold)
            return [
                "threshold": fraction(threshold), "hits": JSONValue(total.same),
                "hit_share": share(total.same, of: report.lookups),
                "refused": JSONValue(total.different.values.reduce(0, +)), "compared": JSONValue(total.compared),
                "equal": JSONValue(total.equal), "agreeing": JSONValue(total.agreeing),
                "agreeing_share": share(total.agreeing, of: total.compared),
            ]
        }
        object.append("thresholds", .array(thresholds))
        let parts = histogram.bins.enumerated().filter { $0.element.same > 0 || !$0.element.different.isEmpty }.map {
            part in
            let reasons = part.element.different.sorted { $0.key.rawValue < $1.key.rawValue }
            return [
                "score": fraction(ShadowHistogram.score(of: part.offset)), "same": JSONValue(part.element.same),
                "different": .object(JSONObject(reasons.map { .init($0.key.rawValue, JSONValue($0.value)) })),
            ] as JSONValue
        }
        object.append("scores", .array(parts))
        return .object(object)
    }

    private static func json(_ finding: ShadowFinding) -> JSONValue {
        var object: JSONObject = [
            "time": .string(finding.time.text), "request_id": .string(finding.requestID),
            "model": .string(finding.model), "team": finding.team.map(JSONValue.string) ?? .null,
            "mode": .string(finding.mode.rawValue), "score": fraction(finding.score),
            "verdict": .string(finding.verdict.name), "hit": .bool(finding.isHit),
            "key": .string(finding.entry.description), "reason": finding.reason.map(JSONValue.string) ?? .null,
            "asked": finding.texts.map { .string($0.asked) } ?? .null,
            "stored": finding.texts.map { .string($0.stored) } ?? .null,
        ]
        if let agreement = finding.agreement {
            object.append("answers_equal", .bool(agreement.isEqual))
            object.append("answers_similarity", fraction(agreement.similarity))
        }
        return .object(object)
    }

    private static func share(_ part: Int, of whole: Int) -> JSONValue {
        whole == 0 ? .null : fraction(Double(part) / Double(whole))
    }

    /// A number with four decimals.
    private static func fraction(_ value: Double) -> JSONValue {
        value.isFinite ? JSONValue(floatLiteral: (value * 10_000).rounded() / 10_000) : .null
    }

    // MARK: - What was wrong

    /// The note of it is kept before anything goes.
    private func mark(_ request: AdminRequest) async throws(AdminError) -> AdminAnswer {
        try request.authorize()
        let members = try Members(request.body, allowed: ["request_id", "wrong", "reason"])
        guard let id = try members.optional("request_id") else {
            throw .member("request_id", "must name the request whose answer was wrong, as 'x-request-id' said")
        }
        guard try members.flag("wrong") == true else {
            throw .member("wrong", "must be true: nothing else can be said")
        }
        guard let cache = services.cache, await cache.cacheStatistics() != nil else { throw CacheOperations.noGateway }
        guard let hit = await cache.hitByMeaning(id) else {
            throw AdminError(
                404,
                .notFound,
                "Nothing is known of an answer by meaning to that request: only the last few thousand are remembered."
            )
        }
        let entry = services.audit(
            request,
            "cache.feedback",
            AuditEntry.Object(kind: "cache", id: hit.entry.description),
            reason: try members.optional("reason"),
            after: .object([
                "request_id": .string(id), "model": .string(hit.model), "score": Self.fraction(hit.score),
            ])
        )
        _ = try await storing { () async throws(StoreError) in try await services.store.append(entry) }
        do throws(CacheError) {
            _ = try await cache.markWrong(id)
        } catch {
            throw AdminError(503, .storeUnavailable, "\(error.message) It is not given any more, and goes when it can.")
        }
        return .json([
            "request_id": .string(id), "key": .string(hit.entry.description), "model": .string(hit.model),
            "score": Self.fraction(hit.score), "level": JSONValue(hit.level.rawValue), "served": .bool(hit.isServed),
        ])
    }
}

extension CacheInstant {
    /// The moment as people read it, to the second.
    fileprivate var text: String { Timestamp(seconds: milliseconds / 1000).description }
}
