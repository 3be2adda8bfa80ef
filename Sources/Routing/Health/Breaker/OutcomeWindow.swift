/// Counts of successes and failures over a sliding window, in ten buckets of fixed place: nothing is allocated per request.
public struct OutcomeWindow: Sendable {
    private struct Bucket {
        /// Which stretch of time the counts are of; a bucket of another stretch than expected counts as empty.
        var slot = Int64.min
        var successes: UInt32 = 0
        var failures: UInt32 = 0
    }

    private static let count: Int64 = 10

    private var buckets = InlineArray<10, Bucket>(repeating: Bucket())
    private let width: Int64

    /// Creates an empty window.
    /// - Parameter length: how far back it looks, rounded to a tenth; at least 10 ms.
    public init(length: Duration) { width = max(1_000_000, length.saturatingNanoseconds / Self.count) }

    /// Counts one attempt.
    public mutating func record(success: Bool, now: Moment) {
        let (slot, index) = position(now)
        if buckets[index].slot != slot { buckets[index] = Bucket(slot: slot) }
        if success {
            buckets[index].successes &+= 1
        } else {
            buckets[index].failures &+= 1
        }
    }

    /// The counts of the window that ends now.
    public func totals(now: Moment) -> OutcomeTotals {
        let (slot, _) = position(now)
        var totals = OutcomeTotals()
        for index in buckets.indices {
            let age = slot.subtractingReportingOverflow(buckets[index].slot)
            guard !age.overflow, (0..<Self.count).contains(age.partialValue) else { continue }
            totals.successes += Int(buckets[index].successes)
            totals.failures += Int(buckets[index].failures)
        }
        return totals
    }

    /// Forgets everything.
    public mutating func clear() { buckets = InlineArray(repeating: Bucket()) }

    private func position(_ now: Moment) -> (slot: Int64, index: Int) {
        let (quotient, remainder) = now.nanoseconds.quotientAndRemainder(dividingBy: width)
        let slot = remainder < 0 ? quotient - 1 : quotient
        let index = slot % Self.count
        return (slot, Int(index < 0 ? index + Self.count : index))
    }
}
