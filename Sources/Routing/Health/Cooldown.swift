/// How long a target or credential is left alone because it asked for that.
public struct Cooldown: Hashable, Sendable {
    /// The longest cooldown, whatever the provider asks for.
    public static let longest = Duration.seconds(600)
    /// The first cooldown after too many requests without a hint; doubled for each further one.
    public static let first = Duration.seconds(1)
    /// The longest cooldown after too many requests without a hint.
    public static let longestWithoutHint = Duration.seconds(60)
    /// The shortest cooldown after an answer that the provider is overloaded.
    public static let shortestOverload = Duration.seconds(1)
    /// The longest cooldown after an answer that the provider is overloaded, without a hint.
    public static let longestOverload = Duration.seconds(5)

    private var until: Moment?
    /// Whether it is because of overload, not because of too many requests.
    public private(set) var isForOverload = false
    /// Cooldowns without a hint since the last success.
    private var strikes = 0

    /// Creates a cooldown that is over.
    public init() {}

    /// Whether nothing is remembered.
    public var isClean: Bool { until == nil && strikes == 0 }

    /// Until when the target is left alone; `nil` if it may be asked now.
    public func blockedUntil(now: Moment) -> Moment? {
        guard let until, now < until else { return nil }
        return until
    }

    /// Takes an answer of 429.
    /// - Parameters:
    ///   - hint: how long the provider asks to be left alone; bounded by ``longest``.
    ///   - now: the present moment.
    ///   - random: gives the random half of a cooldown without a hint.
    public mutating func rateLimited(hint: Duration?, now: Moment, random: inout some RandomNumberGenerator) {
        if let hint, hint > .zero { return extend(by: min(hint, Self.longest), isForOverload: false, now: now) }
        // A burst of requests that were under way together is one strike.
        guard blockedUntil(now: now) == nil else { return }
        let time = Self.first.doubled(strikes, atMost: Self.longestWithoutHint)
        strikes = min(strikes + 1, 16)
        extend(by: time.scaled(by: 0.5 + 0.5 * random.unit()), isForOverload: false, now: now)
    }

    /// Takes an answer that the provider is overloaded (529, or 503 with a hint).
    /// - Parameters:
    ///   - hint: how long the provider asks to be left alone; bounded by ``longest``.
    ///   - now: the present moment.
    ///   - random: gives the place between ``shortestOverload`` and ``longestOverload`` without a hint.
    public mutating func overloaded(hint: Duration?, now: Moment, random: inout some RandomNumberGenerator) {
        if let hint, hint > .zero { return extend(by: min(hint, Self.longest), isForOverload: true, now: now) }
        guard blockedUntil(now: now) == nil else { return }
        let spread = Self.longestOverload - Self.shortestOverload
        extend(by: Self.shortestOverload + spread.scaled(by: random.unit()), isForOverload: true, now: now)
    }

    /// Takes a success: the next cooldown begins small again. One that has not ended stays.
    public mutating func succeeded(now: Moment) {
        guard blockedUntil(now: now) == nil else { return }
        until = nil
        strikes = 0
    }

    private mutating func extend(by time: Duration, isForOverload: Bool, now: Moment) {
        let end = now + time
        if blockedUntil(now: now) == nil || until.map({ $0 < end }) ?? true { self.isForOverload = isForOverload }
        until = max(until ?? end, end)
    }
}
