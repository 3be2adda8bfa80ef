public import GuardAdapters

/// A service outside that a guardrail asks.
public struct GuardAdapterConfiguration: Sendable, Hashable {
    /// Where a service is, and what it is shown.
    public enum Endpoint: Sendable, Hashable {
        /// A provider of the configuration, whose address and credentials count.
        case provider(String)
        /// An address of its own, and the token that it is shown, if any.
        case url(BaseURL, token: Secret?)
    }

    /// What speaks there.
    public let kind: AdapterType
    /// Where.
    public let endpoint: Endpoint
    /// Fields of every request.
    public let headers: [HeaderField]
    /// The model that the service is to use, where it takes one.
    public let model: String?
    /// What else it wants to know; which names there are is up to the service.
    public let options: [String: String]
    /// Whether it is asked while the model works on the input already; the answer waits for what it says.
    public let isParallel: Bool
    /// How long what it said of a text counts for equal ones; zero for never.
    public let cacheLifetime: Duration

    /// Puts an adapter together in code; nothing is checked. The defaults are those of the document.
    public init(
        kind: AdapterType,
        endpoint: Endpoint,
        headers: [HeaderField] = [],
        model: String? = nil,
        options: [String: String] = [:],
        isParallel: Bool = false,
        cacheLifetime: Duration = .zero
    ) {
        self.kind = kind
        self.endpoint = endpoint
        self.headers = headers
        self.model = model
        self.options = options
        self.isParallel = isParallel
        self.cacheLifetime = cacheLifetime
    }
}
