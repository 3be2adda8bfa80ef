public import Governance
public import JSONText

/// A request to the admin API, as a client makes it: a route, what stands in its path, a query, a body.
public struct AdminCall: Hashable, Sendable {
    /// One query parameter.
    public struct Parameter: Hashable, Sendable {
        /// The name.
        public var name: String
        /// The value, not escaped.
        public var value: String

        /// A parameter.
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// The method.
    public let method: AdminRoute.Method
    /// The path behind `/admin/v1` as the table of routes writes it: `/keys/{id}/rotate`.
    public let template: String
    /// What stands in the path, in the order of the template's names; not escaped.
    public let values: [String]
    /// The query.
    public var query: [Parameter]
    /// The body; an object where there is one.
    public var body: JSONObject?

    /// A request.
    /// - Parameters:
    ///   - method: the method.
    ///   - template: the path behind `/admin/v1` as the table of routes writes it.
    ///   - values: what stands in the path in place of the template's names, in their order.
    ///   - query: the query's parameters.
    ///   - body: the body.
    public init(
        _ method: AdminRoute.Method,
        _ template: String,
        _ values: String...,
        query: [Parameter] = [],
        body: JSONObject? = nil
    ) {
        self.method = method
        self.template = template
        self.values = values
        self.query = query
        self.body = body
    }

    /// The route of the table; `nil` where there is none, which is a mistake of who makes the request.
    var route: AdminRoute? { AdminRoute.route(method, template) }

    /// The values by the names that they stand for.
    var parameters: [String: String] {
        let names = template.split(separator: "/").filter { $0.hasPrefix("{") }.map {
            String($0.dropFirst().dropLast())
        }
        return Dictionary(zip(names, values), uniquingKeysWith: { $1 })
    }

    /// Path and query as they stand in a request's first line (RFC 9112 §3.2.1), everything escaped that must be.
    public var target: String {
        var values = values.makeIterator()
        let path = template.split(separator: "/").map { segment in
            segment.hasPrefix("{") ? PathText.encoded(values.next() ?? "") : String(segment)
        }.joined(separator: "/")
        return AdminRoute.base + "/" + path + (query.isEmpty ? "" : "?" + queryText)
    }

    /// The query, escaped so that neither `&` nor `+` of a value means anything.
    var queryText: String {
        query.map { "\(Self.escaped($0.name))=\(Self.escaped($0.value))" }.joined(separator: "&")
    }

    private static func escaped(_ text: String) -> String {
        // A segment of a path may hold three characters that mean something in a query.
        String(
            PathText.encoded(text).flatMap { character -> String in
                switch character {
                case "+": "%2B"
                case "=": "%3D"
                case ";": "%3B"
                default: String(character)
                }
            }
        )
    }
}
