public import Governance
public import Routing

/// The listener and its limits.
public struct ServerConfiguration: Sendable, Hashable {
    /// The address to listen on.
    public let listen: ListenAddress
    /// The address of the admin API and the dashboard; nil for ``listen``.
    public let adminListen: ListenAddress?
    /// What gives its bearer the owner's role on the admin API; nil for no such token.
    public let adminToken: Secret?
    /// The proxies in front whose `x-forwarded-for` is believed.
    public let trustedProxies: TrustedProxies
    /// The largest request body, in bytes.
    public let maxBody: Int
    /// How long requests in flight may take to finish at shutdown.
    public let drainTimeout: Duration
    /// Certificate and private key; nil means plain HTTP.
    public let tls: TLSIdentity?
    /// Whether every request must present a virtual key.
    public internal(set) var requireKeys: Bool
    /// Whether a request is refused where a target cannot express a part of it, for models that do not say themselves.
    public let strict: Bool
    /// How long a request's head may take from its first byte to its last.
    public let headerTimeout: Duration
    /// The longest pause between two pieces of a request body.
    public let bodyTimeout: Duration
    /// How long a connection may wait for its next request.
    public let idleTimeout: Duration
    /// The most client connections open at once, over all event loops.
    public let maxConnections: Int
    /// The number of event loops; nil means one per processor core.
    public let loops: Int?
    /// Whether other processes may listen on the same address (`SO_REUSEPORT`).
    public let reusePort: Bool
    /// How much of the live traffic may be retries and hedges.
    public let retryBudget: RetryBudgetPolicy
    /// The most requests in flight, over all event loops; nil for no limit.
    public let maxConcurrent: Int?
    /// How requests wait where ``maxConcurrent`` is reached; without a limit it does not count.
    public let queue: QueueConfiguration
    /// From when on new requests are refused because the gateway itself has too much to do.
    public let overload: OverloadConfiguration
    /// When the configuration is read again.
    public let reload: ReloadConfiguration

    /// Puts listener settings together in code; nothing is checked. The defaults are those of the document.
    public init(
        listen: ListenAddress = .standard,
        adminListen: ListenAddress? = nil,
        adminToken: Secret? = nil,
        trustedProxies: TrustedProxies = TrustedProxies(),
        maxBody: Int = 50 << 20,
        drainTimeout: Duration = .seconds(30),
        tls: TLSIdentity? = nil,
        requireKeys: Bool = false,
        strict: Bool = false,
        headerTimeout: Duration = .seconds(10),
        bodyTimeout: Duration = .seconds(60),
        idleTimeout: Duration = .seconds(75),
        maxConnections: Int = 16_384,
        loops: Int? = nil,
        reusePort: Bool = false,
        retryBudget: RetryBudgetPolicy = RetryBudgetPolicy(),
        maxConcurrent: Int? = nil,
        queue: QueueConfiguration = QueueConfiguration(),
        overload: OverloadConfiguration = OverloadConfiguration(),
        reload: ReloadConfiguration = ReloadConfiguration()
    ) {
        self.listen = listen
        self.adminListen = adminListen
        self.adminToken = adminToken
        self.trustedProxies = trustedProxies
        self.maxBody = maxBody
        self.drainTimeout = drainTimeout
        self.tls = tls
        self.requireKeys = requireKeys
        self.strict = strict
        self.headerTimeout = headerTimeout
        self.bodyTimeout = bodyTimeout
        self.idleTimeout = idleTimeout
        self.maxConnections = maxConnections
        self.loops = loops
        self.reusePort = reusePort
        self.retryBudget = retryBudget
        self.maxConcurrent = maxConcurrent
        self.queue = queue
        self.overload = overload
        self.reload = reload
    }
}
