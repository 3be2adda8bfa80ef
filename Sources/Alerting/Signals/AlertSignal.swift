/// What can be watched: where its numbers come from, and in which direction they are bad.
public enum AlertSignal: String, Hashable, Sendable, CaseIterable {
    /// The share of a budget that is spent or held, by budget.
    case budgetShare = "budget_share"
    /// What was spent since midnight, in US dollars.
    case spendPerDay = "spend_per_day"
    /// What was spent since midnight, as a multiple of the mean of the same weekday of the last four weeks.
    case spendAnomaly = "spend_anomaly"
    /// The share of calls that failed by the gateway's or a provider's fault.
    case errorRate = "error_rate"
    /// The 99th percentile of the time to the first content of answers, in seconds.
    case p99Latency = "p99_latency"
    /// The share of calls for which more than one target was asked.
    case fallbackShare = "fallback_share"
    /// Whether no request goes to any target of a provider: 1 or 0, by provider.
    case providerDown = "provider_down"
    /// How often a provider refused the gateway's credential, by provider.
    case keyRefused = "key_refused"
    /// How much of the day before's share of calls answered from the cache is gone: 0.5 is half of it.
    case cacheHitDrop = "cache_hit_drop"
    /// How many calls had no known price, by model.
    case unknownPrice = "unknown_price"
    /// How long the oldest record waits to get from the journal into the ledger, in seconds.
    case journalLag = "journal_lag"
    /// How many days the gateway's certificate is valid for.
    case certificateExpiry = "certificate_expiry"

    /// When a value is bad.
    public enum Comparison: Hashable, Sendable {
        /// Above the threshold.
        case over
        /// At the threshold or above.
        case reaching
        /// Below the threshold.
        case under
    }

    /// In what a value is told.
    public enum Unit: Hashable, Sendable {
        /// A part of a whole: 0.05 is 5 %.
        case share
        /// US dollars.
        case dollars
        /// A multiple.
        case times
        /// Seconds.
        case seconds
        /// Days.
        case days
        /// A number of things.
        case count
        /// Yes (1) or no (0).
        case state
    }

    /// When a value is bad.
    public var comparison: Comparison {
        switch self {
        case .budgetShare: .reaching
        case .certificateExpiry: .under
        default: .over
        }
    }

    /// In what values are told.
    public var unit: Unit {
        switch self {
        case .budgetShare, .errorRate, .fallbackShare, .cacheHitDrop: .share
        case .spendPerDay: .dollars
        case .spendAnomaly: .times
        case .p99Latency, .journalLag: .seconds
        case .certificateExpiry: .days
        case .keyRefused, .unknownPrice: .count
        case .providerDown: .state
        }
    }

    /// Whether values are made from the calls of the last minutes, so that a rule's window counts.
    public var isWindowed: Bool {
        switch self {
        case .errorRate, .p99Latency, .fallbackShare, .keyRefused, .unknownPrice: true
        default: false
        }
    }
}
