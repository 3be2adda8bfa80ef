/// A moving average that weighs by time, not by number of samples, and believes bad news faster than good.
///
/// A sample after a pause of `d` moves the average by `d / (halfway + d)` of the difference; one above the average by
/// at least ``riseShare`` of it. A target that has become slow is noticed with its first slow answers; one that has
/// become fast again within seconds.
public struct DecayingAverage: Sendable {
    /// The least part of the way that the average goes up towards a larger sample.
    public static let riseShare = 0.3
    /// The pause after which a sample counts as much as everything before, in seconds.
    public static let halfway = 10.0
    /// An average without a sample for so long is forgotten.
    public static let memory = Duration.seconds(600)

    private static let memoryNanoseconds = memory.saturatingNanoseconds

    private var average: Double?
    private var last = Moment.zero

    /// Creates an average of nothing.
    public init() {}

    /// The average; `nil` while nothing is known, or no longer.
    public func value(now: Moment) -> Double? {
        guard let average, now.nanoseconds(since: last) < Self.memoryNanoseconds else { return nil }
        return average
    }

    /// Takes a sample; what is negative or not a finite number is left out.
    public mutating func record(_ sample: Double, now: Moment) {
        guard sample >= 0, sample.isFinite else { return }
        guard let average = value(now: now) else {
            average = sample
            last = now
            return
        }
        let pause = max(0, Double(now.nanoseconds(since: last)) / 1e9)
        let share = pause / (Self.halfway + pause)
        self.average = average + (sample - average) * (sample > average ? max(share, Self.riseShare) : share)
        last = max(last, now)
    }
}
