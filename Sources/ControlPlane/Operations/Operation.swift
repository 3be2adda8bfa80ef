import Governance

/// One row of the admin API: a route with its rights, what it takes, what it answers, and what it does. The router, the
/// checks of queries and bodies, and the OpenAPI document are all made from it.
struct Operation: Sendable {
    /// A query parameter.
    struct Parameter: Sendable {
        var name: String
        var summary: String
        var schema: Schema
        var isRequired = false
    }

    /// What a request's body is.
    enum Body: Sendable {
        /// None, or `{}`.
        case none
        /// A JSON object that may be missing.
        case optional(Schema)
        /// A JSON object.
        case required(Schema)
    }

    /// What an answer consists of.
    enum Answer: Sendable {
        /// Nothing: 204.
        case nothing
        /// A JSON object.
        case json(status: Int, Schema)
        /// A file of one of several types.
        case file(types: [String])
    }

    typealias Handler = @Sendable (AdminRequest) async throws(AdminError) -> AdminAnswer

    /// The route, and who may use it.
    let route: AdminRoute
    /// A name for programs that are made from the document: `listKeys`.
    let id: String
    /// The query parameters.
    let query: [Parameter]
    /// The body.
    let body: Body
    /// The answer where all goes well.
    let answer: Answer
    /// Whether `etag` and `if-match` mean something.
    let isVersioned: Bool
    /// What is done.
    let handle: Handler

    /// A row of the table.
    /// - Throws: ``UnknownRoute`` where the table of rights has no such route.
    init(
        _ method: AdminRoute.Method,
        _ template: String,
        id: String,
        query: [Parameter] = [],
        body: Body = .none,
        answer: Answer,
        isVersioned: Bool = false,
        handle: @escaping Handler
    ) throws(UnknownRoute) {
        guard let route = AdminRoute.route(method, template) else { throw UnknownRoute(method, template) }
        self.route = route
        self.id = id
        self.query = query
        self.body = body
        self.answer = answer
        self.isVersioned = isVersioned
        self.handle = handle
    }

    /// The names of what varies in the path, in order.
    var pathParameters: [String] {
        route.template.split(separator: "/").filter { $0.hasPrefix("{") }.map { String($0.dropFirst().dropLast()) }
    }

    /// A route that the table of rights does not have: a mistake in the gateway's own code.
    struct UnknownRoute: Error, CustomStringConvertible {
        let description: String

        init(_ method: AdminRoute.Method, _ template: String) {
            description = "no rights are stated for \(method.rawValue) \(template)"
        }
    }
}

extension Operation.Parameter {
    static func text(_ name: String, _ summary: String) -> Self { Self(name: name, summary: summary, schema: .text) }

    static func time(_ name: String, _ summary: String) -> Self {
        Self(name: name, summary: summary + " RFC 3339, or a date, which is its midnight in UTC.", schema: .text)
    }

    static let paging: [Self] = [
        Self(name: "limit", summary: "How many rows at most.", schema: .integer(in: AdminRequest.pageSizes)),
        Self(name: "cursor", summary: "The next of the page before.", schema: .text),
    ]
}
