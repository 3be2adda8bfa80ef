/// What is cached of a request's kind, for whom and for how long.
public struct CachePolicy: Hashable, Sendable {
    /// Whether answers are cached.
    public enum Switch: String, Hashable, Sendable, CaseIterable {
        /// Never, whatever the request says.
        case off
        /// Where the request asks for it.
        case onRequest = "on-request"
        /// Unless the request declines.
        case on
    }

    /// Whether answers are cached.
    public var use: Switch
    /// Who shares an answer.
    public var scope: CacheScope
    /// How long an answer is given.
    public var timeToLive: Duration
    /// The longest time a request may ask for.
    public var maximumTimeToLive: Duration
    /// The most bytes of an answer.
    public var maximumEntryBytes: Int
    /// The most bytes of a request's body.
    public var maximumRequestBytes: Int
    /// The highest temperature that is cached without being asked for; a request that does not state one has none that is
    /// too high. `nil` caches every one.
    public var maximumTemperature: Double?
    /// The most answers to one request.
    public var maximumChoices: Int
    /// How a stored answer is told as a stream.
    public var replay: ReplayPacing
    /// Whether answers outlive the process, on a disk.
    public var persists: Bool

    /// Creates a policy.
    public init(
        use: Switch = .onRequest,
        scope: CacheScope = .team,
        timeToLive: Duration = .seconds(3600),
        maximumTimeToLive: Duration = .seconds(30 * 86_400),
        maximumEntryBytes: Int = 1 << 20,
        maximumRequestBytes: Int = 8 << 20,
        maximumTemperature: Double? = 1,
        maximumChoices: Int = 1,
        replay: ReplayPacing = .immediate,
        persists: Bool = false
    ) {
        self.use = use
        self.scope = scope
        self.timeToLive = timeToLive
        self.maximumTimeToLive = maximumTimeToLive
        self.maximumEntryBytes = maximumEntryBytes
        self.maximumRequestBytes = maximumRequestBytes
        self.maximumTemperature = maximumTemperature
        self.maximumChoices = maximumChoices
        self.replay = replay
        self.persists = persists
    }
}

/// What a path, a model or a team has otherwise; `nil` leaves it as it is.
public struct CacheOverrides: Hashable, Sendable {
    /// Whether answers are cached.
    public var use: CachePolicy.Switch?
    /// Who shares an answer.
    public var scope: CacheScope?
    /// How long an answer is given.
    public var timeToLive: Duration?
    /// The most bytes of an answer.
    public var maximumEntryBytes: Int?
    /// The highest temperature that is cached without being asked for.
    public var maximumTemperature: Double?
    /// How a stored answer is told as a stream.
    public var replay: ReplayPacing?
    /// Whether answers outlive the process, on a disk.
    public var persists: Bool?

    /// Creates overrides.
    public init(
        use: CachePolicy.Switch? = nil,
        scope: CacheScope? = nil,
        timeToLive: Duration? = nil,
        maximumEntryBytes: Int? = nil,
        maximumTemperature: Double? = nil,
        replay: ReplayPacing? = nil,
        persists: Bool? = nil
    ) {
        self.use = use
        self.scope = scope
        self.timeToLive = timeToLive
        self.maximumEntryBytes = maximumEntryBytes
        self.maximumTemperature = maximumTemperature
        self.replay = replay
        self.persists = persists
    }
}

extension CachePolicy {
    /// This policy with what something has otherwise.
    public func with(_ overrides: CacheOverrides) -> CachePolicy {
        var policy = self
        if let use = overrides.use { policy.use = use }
        if let scope = overrides.scope { policy.scope = scope }
        if let time = overrides.timeToLive { policy.timeToLive = time }
        if let bytes = overrides.maximumEntryBytes { policy.maximumEntryBytes = bytes }
        if let temperature = overrides.maximumTemperature { policy.maximumTemperature = temperature }
        if let replay = overrides.replay { policy.replay = replay }
        if let persists = overrides.persists { policy.persists = persists }
        return policy
    }
}
