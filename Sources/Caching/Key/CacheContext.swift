/// What beside the question decides which stored answers may be given.
public struct CacheContext: Hashable, Sendable {
    /// A request header that changes what the provider does.
    public struct Header: Hashable, Sendable {
        /// Its name, in lower case.
        public var name: String
        /// Its value.
        public var value: String

        /// Creates a header.
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// Who shares the answer.
    public var tenant: CacheTenant
    /// A part of the tenant's answers that the caller keeps apart (`x-kanmon-cache: namespace=…`).
    public var namespace: String?
    /// The public model's name, after aliases are resolved.
    public var model: String
    /// Headers that go on to the provider and change its answer, such as `anthropic-beta`, in any order.
    public var headers: [Header]

    /// Creates a context.
    public init(tenant: CacheTenant, namespace: String? = nil, model: String, headers: [Header] = []) {
        self.tenant = tenant
        self.namespace = namespace
        self.model = model
        self.headers = headers
    }
}

extension CacheContext {
    private enum Field {
        static let tenant: UInt8 = 1
        static let namespace: UInt8 = 2
        static let model: UInt8 = 3
        static let headers: UInt8 = 4
    }

    /// Feeds all of it.
    func encode(into encoder: inout CanonicalEncoder) {
        encoder.writeRecord(1) { encoder in
            encoder.field(Field.tenant)
            tenant.encode(into: &encoder)
            encoder.field(Field.namespace, namespace)
            encoder.field(Field.model, model)
            guard !headers.isEmpty else { return }
            encoder.field(Field.headers)
            encoder.writeList { encoder in
                for header in headers.sorted(by: { ($0.name, $0.value) < ($1.name, $1.value) }) {
                    encoder.write(header.name)
                    encoder.write(header.value)
                }
            }
        }
    }
}
