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
        [
            try Operation(
                .get,
                "/cache",
                id: "getCache",
                answer: .json(status: 200, .reference("CacheStatistics")),
                handle: show
            ),
            try Operation(
                .post,
                "/cache/purge",
                id: "purgeCache",
                body: .required(.reference("CachePurge")),
                answer: .json(
                    status: 200,
                    .object([.required("removed", .count, "How many stored answers were removed.")])
                ),
                handle: purge
            ),
        ]
    }

    private func show(_ request: AdminRequest) async throws(AdminError) -> AdminAnswer {
        try request.authorize()
        guard let statistics = await services.cache?.cacheStatistics() else { throw Self.noGateway }
        return .json([
            "entries": JSONValue(statistics.entries), "bytes": JSONValue(statistics.bytes),
            "max_bytes": JSONValue(statistics.maximumBytes), "hits": JSONValue(statistics.hits),
            "misses": JSONValue(statistics.misses), "insertions": JSONValue(statistics.insertions),
            "replacements": JSONValue(statistics.replacements), "expirations": JSONValue(statistics.expirations),
            "evictions": JSONValue(statistics.evictions), "rejections": JSONValue(statistics.rejections),
            "oversized": JSONValue(statistics.oversized), "purges": JSONValue(statistics.purges),
        ])
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
        guard let removed = await cache.purgeCache(purge) else { throw Self.noGateway }
        return .json(["removed": JSONValue(removed)])
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

    private static var noGateway: AdminError {
        AdminError(503, .unavailable, "Only a running gateway has stored answers.")
    }
}
