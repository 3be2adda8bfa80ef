/// A request to be posted somewhere.
public struct OutgoingRequest: Hashable, Sendable {
    /// Where to; may be secret.
    public var url: String
    /// The header fields.
    public var fields: [Field]
    /// The body.
    public var body: [UInt8]

    /// A header field.
    public struct Field: Hashable, Sendable {
        /// Its name, in lower case.
        public var name: String
        /// Its value.
        public var value: String

        /// A field.
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// A request.
    public init(url: String, fields: [Field], body: [UInt8]) {
        self.url = url
        self.fields = fields
        self.body = body
    }
}
