/// A request as the provider received it.
public struct RecordedRequest: Hashable, Sendable {
    /// One header line.
    public struct Header: Hashable, Sendable {
        /// The name as sent.
        public let name: String
        /// The value as sent; this is a test double, so credentials are shown.
        public let value: String

        init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// The HTTP method.
    public let method: String
    /// Path and query as sent.
    public let target: String
    /// All header lines in order.
    public let headers: [Header]
    /// The body in bytes, cut at 1 MiB.
    public let body: [UInt8]

    /// The first value of a header.
    /// - Parameter name: in any letter case.
    public func header(_ name: String) -> String? {
        let wanted = name.lowercased()
        return headers.first { $0.name.lowercased() == wanted }?.value
    }
}
