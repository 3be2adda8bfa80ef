/// A target's share of a model's traffic, relative to the others'; may grow by schedule (a canary).
public struct Weight: Hashable, Sendable {
    /// A weight that changes evenly from one value to the final one.
    public struct Ramp: Hashable, Sendable {
        /// The weight before and at the beginning.
        public var from: Double
        /// When it begins, in seconds since 1970.
        public var start: Double
        /// How long it takes.
        public var over: Duration

        /// Creates a ramp.
        public init(from: Double, start: Double, over: Duration) {
            self.from = from
            self.start = start
            self.over = over
        }
    }

    /// The weight, at the end of the ramp where there is one; 0 takes no traffic but may still be fallen back to.
    public var value: Double
    /// How it gets there.
    public var ramp: Ramp?

    /// Creates a weight.
    public init(_ value: Double = 1, ramp: Ramp? = nil) {
        self.value = value
        self.ramp = ramp
    }

    /// The weight at a time of day.
    /// - Parameter wallClock: seconds since 1970.
    public func value(at wallClock: Double) -> Double {
        guard let ramp else { return value }
        let span = ramp.over.inSeconds
        let share = span > 0 ? min(1, max(0, (wallClock - ramp.start) / span)) : (wallClock < ramp.start ? 0 : 1)
        return ramp.from + (value - ramp.from) * share
    }
}
