import Caching
import Governance
import JSONText
import Store

/// The operations on stored answers.
struct CacheOperations: Sendable {
    let services: Services

    /// The members that say which answers are to go.
    private static let selectors = ["key", "tag", "model", "team", "virtual_key", "all"]

    func operations() throws(Operation.UnknownRoute) -> [Operation] {
        let own = [
            try Operation(
                .get,
                "/cache",
                id: "getCache",
                answer: .json(status: 200, .reference("CacheStatistics")),
                handle: show
            ),
            try Operation(
                .get,
                "/cache/entries",
                id: "listCacheEntries",
                query: [
                    .text("model", "Only those of this public model."),
                    .text("team", "Only those that this team has asked for."),
                    .init(
                        name: "limit",
                        summary: "How many at most; 50 where nothing is said.",
                        schema: .integer(in: 1...1000)
                    ),
                ],
                answer: .json(
                    status: 200,
                    .object([.required("rows", .list(.reference("CacheEntry")), "Those given most often first.")])
                ),
                handle: list
            ),
            try Operation(
                .post,
                "/cache/purge",
                id: "purgeCache",
                body: .required(.reference("CachePurge")),
                answer: .json(
                    status: 200,
                    .object([
                        .required("removed", .count, "How many stored answers were removed from memory."),
                        .optional("removed_on_disk", .count, "How many from the disk, where any are kept there."),
                    ])
                ),
                handle: purge
            ),
        ]
        return try own + ShadowOperations(services: services).operations()
    }

    private func show(_ request: AdminRequest) async throws(AdminError) -> AdminAnswer {
        try request.authorize()
        guard let statistics = await services.cache?.cacheStatistics() else { throw Self.noGateway }
        var object: JSONObject = [
            "entries": JSONValue(statistics.entries), "bytes": JSONValue(statistics.bytes),
            "max_bytes": JSONValue(statistics.maximumBytes), "hits": JSONValue(statistics.hits),
            "misses": JSONValue(statistics.misses), "insertions": JSONValue(statistics.insertions),
            "replacements": JSONValue(statistics.replacements), "expirations": JSONValue(statistics.expirations),
            "evictions": JSONValue(statistics.evictions), "rejections": JSONValue(statistics.rejections),
            "oversized": JSONValue(statistics.oversized), "purges": JSONValue(statistics.purges),
        ]
        if let archive = await services.cache?.archiveStatistics() { object.append("disk", Self.json(archive)) }
        return .json(.object(object))
    }

    private static func json(_ archive: ArchiveStatistics) -> JSONValue {
        [
            "entries": JSONValue(archive.entries), "bytes": JSONValue(archive.bytes),
            "max_bytes": JSONValue(archive.maximumBytes), "writes": JSONValue(archive.writes),
            "drops": JSONValue(archive.drops), "evictions": JSONValue(archive.evictions),
            "expirations": JSONValue(archive.expirations), "purges": JSONValue(archive.purges),
            "loaded": JSONValue(archive.loaded), "loading": .bool(archive.isLoading),
            "damaged": JSONValue(archive.damaged), "resets": JSONValue(archive.resets),
            "problem": archive.problem.map(JSONValue.string) ?? .null,
        ]
    }

    private func list(_ request: AdminRequest) async throws(AdminError) -> AdminAnswer {
        try request.authorize()
        let limit = try request.query.int("limit", in: 1...1000) ?? 50
        let (model, team) = (request.query["model"], request.query["team"])
        guard let entries = await services.cache?.topAnswers(limit, model: model, team: team) else {
            throw Self.noGateway
        }
        let now = services.now
        return .json(["rows": .array(entries.map { Self.json($0, at: now) })])
    }

    private static func json(_ entry: CacheEntry, at now: Timestamp) -> JSONValue {
        let answer = entry.answer
        let (created, expires) = (answer.created.milliseconds / 1000, answer.expires.milliseconds / 1000)
        return [
            "key": .string(answer.digest.description), "model": answer.model.map(JSONValue.string) ?? .null,
            "team": answer.team.map(JSONValue.string) ?? .null, "provider": .string(answer.origin.provider),
            "model_served": .string(answer.origin.model), "hits": JSONValue(entry.hits),
            "bytes": JSONValue(entry.bytes),
            "created": .string(Timestamp(seconds: created).description),
            "expires": .string(Timestamp(seconds: expires).description),
            "age_seconds": JSONValue(Int(max(0, now.seconds - created))),
        ]
    }

    /// The note of it is kept before anything goes.
    private func purge(_ request: AdminRequest) async throws(AdminError) -> AdminAnswer {
        try request.authorize()
        let members = try Members(request.body, allowed: Self.selectors + ["reason"])
        let (purge, name, value) = try Self.purge(members)
        guard let cache = services.cache, await cache.cacheStatistics() != nil else { throw Self.noGateway }
        let entry = services.audit(
            request,
            "cache.purge",
            AuditEntry.Object(kind: "cache", id: name),
            reason: try members.optional("reason"),
            after: .object(JSONObject([.init(name, value)]))
        )
        _ = try await storing { () async throws(StoreError) in try await services.store.append(entry) }
        let removed: (memory: Int, disk: Int?)?
        do throws(CacheError) {
            removed = try await cache.purgeCache(purge)
        } catch {
            throw AdminError(
                503,
                .storeUnavailable,
                "\(error.message) They are not given any more, and go when they can."
            )
        }
        guard let removed else { throw Self.noGateway }
        var object: JSONObject = ["removed": JSONValue(removed.memory)]
        if let disk = removed.disk { object.append("removed_on_disk", JSONValue(disk)) }
        return .json(.object(object))
    }

    private static func purge(
        _ members: Members
    ) throws(AdminError) -> (purge: CachePurge, name: String, value: JSONValue) {
        var found: [(purge: CachePurge, name: String, value: JSONValue)] = []
        if try members.flag("all") == true { found.append((.everything, "all", true)) }
        if let text = try members.optional("key") {
            guard let digest = CacheDigest(text) else {
                throw .member("key", "must be a key as 'x-kanmon-cache-key' shows it: 64 hexadecimal digits")
            }
            found.append((.answer(digest), "key", .string(text)))
        }
        let tags: [(String, (String) -> CacheTag)] = [
            ("tag", CacheTag.tag), ("model", CacheTag.model), ("team", CacheTag.team), ("virtual_key", CacheTag.key),
        ]
        for (name, tag) in tags {
            guard let text = try members.optional(name) else { continue }
            found.append((.tagged(tag(text)), name, .string(text)))
        }
        guard let only = found.first, found.count == 1 else {
            throw .member("", "must say which answers are to go, by one of \(selectors.joined(separator: ", "))")
        }
        return only
    }

    static var noGateway: AdminError {
        AdminError(503, .unavailable, "Only a running gateway has stored answers.")
    }
}
