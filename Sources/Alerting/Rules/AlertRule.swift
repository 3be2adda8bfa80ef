/// When people are told of a signal.
public struct AlertRule: Hashable, Sendable {
    /// The rule's name, unique among rules.
    public var name: String
    /// What is watched.
    public var signal: AlertSignal
    /// Whether it is watched at all.
    public var isEnabled = true
    /// The value that is too much, or too little where less is worse; in the signal's unit.
    public var threshold: Double
    /// The value at which it is over. Between the two it stays as it is.
    public var clear: Double
    /// How far back calls are looked at, in seconds: whole minutes, at most ``CallWindow/minutes``.
    public var window: Int
    /// How long a value must be bad before anybody is told, in seconds.
    public var holding: Int
    /// What a value must rest on at least: calls, or US dollars of the day for ``AlertSignal/spendAnomaly``.
    public var leastSamples: Double
    /// How much it matters.
    public var severity: AlertSeverity

    /// A rule.
    /// - Parameters:
    ///   - name: unique among rules.
    ///   - signal: what is watched.
    ///   - threshold: the value that is too much (or too little).
    ///   - clear: the value at which it is over; `nil` takes the threshold.
    ///   - window: how far back calls are looked at, in seconds.
    ///   - holding: how long a value must be bad, in seconds.
    ///   - leastSamples: what a value must rest on at least.
    ///   - severity: how much it matters.
    public init(
        _ name: String,
        _ signal: AlertSignal,
        threshold: Double,
        clear: Double? = nil,
        window: Int = 300,
        holding: Int = 0,
        leastSamples: Double = 0,
        severity: AlertSeverity = .warning
    ) {
        self.name = name
        self.signal = signal
        self.threshold = threshold
        self.clear = clear ?? threshold
        self.window = window
        self.holding = holding
        self.leastSamples = leastSamples
        self.severity = severity
    }

    /// Whether a value is one that people are told of.
    public func isBad(_ value: Double) -> Bool {
        switch signal.comparison {
        case .over: value > threshold
        case .reaching: value >= threshold
        case .under: value < threshold
        }
    }

    /// Whether a value ends an alert.
    public func isGood(_ value: Double) -> Bool {
        switch signal.comparison {
        case .over: value <= clear
        case .reaching: value < clear
        case .under: value >= clear
        }
    }

    /// Whether the level at which it is over is not on the bad side of the threshold.
    public var isSound: Bool {
        guard threshold.isFinite, clear.isFinite, leastSamples.isFinite, leastSamples >= 0 else { return false }
        return signal.comparison == .under ? clear >= threshold : clear <= threshold
    }
}
