import Governance
import JSONText
import Store

/// A request to the admin API that belongs to an operation: who asks and what for, read and checked.
struct AdminRequest: Sendable {
    /// How many rows a page may have.
    static let pageSizes = 1...1000
    private static let longestCursor = 8192

    /// Who asks.
    private(set) var caller: Caller
    /// What for.
    let route: AdminRoute
    /// What stands in the path in place of the names.
    let parameters: [String: String]
    /// The query.
    let query: Query
    /// The body; always an object.
    let body: JSONObject?
    /// Which versions of an object the caller means.
    let tags: EntityTags

    init(
        caller: Caller,
        route: AdminRoute,
        parameters: [String: String],
        query: Query,
        body: JSONObject?,
        tags: EntityTags
    ) {
        self.caller = caller
        self.route = route
        self.parameters = parameters
        self.query = query
        self.body = body
        self.tags = tags
    }

    /// The request as somebody else's, for the audit log: of who has just signed in, of the gateway itself.
    func acting(as actor: Actor) -> AdminRequest {
        var request = self
        request.caller.actor = actor
        return request
    }

    /// What stands in the path in place of a name.
    func parameter(_ name: String) throws(AdminError) -> String {
        guard let value = parameters[name] else { throw .notFound }
        return value
    }

    /// Who asks; on routes that somebody must have signed in for.
    var actor: Actor {
        get throws(AdminError) {
            guard let actor = caller.actor else { throw .unauthenticated }
            return actor
        }
    }

    /// Asks for the right to do this.
    /// - Parameter object: what it is done to; `nil` for lists and for what concerns the whole gateway.
    /// - Returns: what of a list may be seen.
    /// - Throws: `unauthenticated`, `forbidden`, or `not_found` for what is not to be seen.
    @discardableResult
    func authorize(on object: AdminObject? = nil) throws(AdminError) -> Visibility {
        switch Authorizer.decide(caller.actor, route, on: object) {
        case .allow(let visibility): return visibility
        case .forbidden: throw caller.actor == nil ? .unauthenticated : .forbidden
        case .hidden: throw .notFound
        }
    }

    /// Which part of a list is wanted.
    func page() throws(AdminError) -> (limit: Int, cursor: String?) {
        let cursor = query["cursor"]
        guard (cursor?.utf8.count ?? 0) <= Self.longestCursor else { throw .invalidCursor }
        return (try query.int("limit", in: Self.pageSizes) ?? 100, cursor)
    }

    /// Which part of one of the store's lists is wanted.
    func storePage() throws(AdminError) -> PageRequest {
        let (limit, cursor) = try page()
        return PageRequest(limit: limit, after: cursor.map { PageCursor($0) })
    }

    /// The body of an operation that needs one.
    func requiredBody() throws(AdminError) -> JSONObject {
        guard let body else { throw AdminError(400, .invalidRequest, "The body must be a JSON object.") }
        return body
    }
}
