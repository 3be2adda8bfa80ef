/// Sends what leaves the process over HTTP. Who implements it owns connections, TLS and proxies.
public protocol TelemetryTransport: Sendable {
    /// Sends a request and reads over its answer.
    /// - Returns: what the server said.
    /// - Throws: where the server cannot be reached or does not answer in time.
    func send(_ request: TelemetryRequest) async throws -> TelemetryResponse
}

/// A request to a collector of logs or traces.
public struct TelemetryRequest: Sendable {
    /// `POST` or `PUT`.
    public var method: String
    /// Path and query behind the server's address; it begins with `/`.
    public var target: String
    /// The fields beside those of the framing. Values may be secret.
    public var fields: [(name: String, value: String)]
    /// The body.
    public var body: [UInt8]

    /// A request.
    public init(method: String, target: String, fields: [(name: String, value: String)], body: [UInt8]) {
        self.method = method
        self.target = target
        self.fields = fields
        self.body = body
    }
}

/// What a collector said.
public struct TelemetryResponse: Hashable, Sendable {
    /// The HTTP status.
    public var status: Int
    /// How long it asks to be left alone, in seconds.
    public var retryAfter: Int?

    /// An answer.
    public init(status: Int, retryAfter: Int? = nil) {
        self.status = status
        self.retryAfter = retryAfter
    }
}
