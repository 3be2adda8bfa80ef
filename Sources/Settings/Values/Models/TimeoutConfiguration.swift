/// The time limits of a model's requests, as the document has them; each attempt at a provider gets its own of them.
public struct TimeoutConfiguration: Sendable, Hashable {
    /// Until the connection stands, TLS included.
    public let connect: Duration
    /// Until the first byte of the answer's body, on streams until the first content.
    public let firstByte: Duration
    /// Between two pieces of the answer.
    public let idle: Duration
    /// For the request as a whole, all attempts together.
    public let total: Duration

    /// Puts time limits together. The defaults are those of the document: long enough for models that think for
    /// minutes, the ten minutes of the official SDKs.
    public init(
        connect: Duration = .seconds(5),
        firstByte: Duration = .seconds(600),
        idle: Duration = .seconds(120),
        total: Duration = .seconds(1800)
    ) {
        self.connect = connect
        self.firstByte = firstByte
        self.idle = idle
        self.total = total
    }
}
