/// A request to a service.
public struct AdapterRequest: Sendable, Hashable {
    /// A header field.
    public struct Field: Sendable, Hashable {
        /// Its name, in lower case.
        public var name: String
        /// Its value; may be secret.
        public var value: String

        /// A field.
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// The method, such as `POST`.
    public var method: String
    /// The path under the adapter's base URL, escaped, with its query; begins with `/`.
    public var path: String
    /// The header fields, without `host` and `content-length`.
    public var fields: [Field]
    /// The body.
    public var body: [UInt8]

    /// A request.
    public init(method: String = "POST", path: String, fields: [Field], body: [UInt8]) {
        self.method = method
        self.path = path
        self.fields = fields
        self.body = body
    }
}
