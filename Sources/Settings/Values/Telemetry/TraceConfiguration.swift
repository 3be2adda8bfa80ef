/// How traces are made, and where they go.
public struct TraceConfiguration: Sendable, Hashable {
    /// The collector; `/v1/traces` stands behind it.
    public var endpoint: BaseURL
    /// The share of traces that are exported, of those that begin here; failed requests are exported always.
    public var sample: Double
    /// Fields of every request to the collector.
    public var headers: [HeaderField]
    /// What the collector is told that this is.
    public var serviceName: String

    /// Traces.
    public init(
        endpoint: BaseURL,
        sample: Double = 1,
        headers: [HeaderField] = [],
        serviceName: String = "kanmon"
    ) {
        self.endpoint = endpoint
        self.sample = sample
        self.headers = headers
        self.serviceName = serviceName
    }
}
