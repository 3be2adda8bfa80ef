public import HTTPWire

/// The answer of a provider: its head, and the body as it comes.
public struct UpstreamResponse: Sendable {
    /// The status code, 200 to 599.
    public let status: Int
    /// The header fields. If a content coding was undone, without the fields that described it.
    public let headers: HeaderFields
    /// The body. Read it to the end, or drop it to close the connection.
    public let body: UpstreamBody
    /// Whether the request was sent twice, because the kept connection it was first sent on turned out dead before any
    /// byte of an answer. In rare cases the provider has then processed both.
    public internal(set) var wasRetried = false

    init(status: Int, headers: HeaderFields, body: UpstreamBody) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}
