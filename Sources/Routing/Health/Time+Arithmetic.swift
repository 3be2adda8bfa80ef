extension Moment {
    /// The time since an earlier moment in nanoseconds; saturates. Unlike a `Duration`, which is 128 bits of attoseconds,
    /// it is cheap to calculate with.
    func nanoseconds(since earlier: Moment) -> Int64 {
        let (difference, overflow) = nanoseconds.subtractingReportingOverflow(earlier.nanoseconds)
        return overflow ? (self < earlier ? .min : .max) : difference
    }
}

extension Duration {
    /// The duration times a factor; saturates at 292 years, and what is not a number becomes zero.
    func scaled(by factor: Double) -> Duration {
        let nanoseconds = Double(saturatingNanoseconds) * factor
        guard nanoseconds == nanoseconds else { return .zero }
        return .nanoseconds(Int64(exactly: nanoseconds.rounded()) ?? (nanoseconds < 0 ? .min : .max))
    }

    /// The duration times two to the power of a count, no longer than a bound.
    func doubled(_ times: Int, atMost bound: Duration) -> Duration {
        guard self > .zero else { return .zero }
        var result = min(self, bound)
        for _ in 0..<max(0, min(times, 62)) where result < bound {
            result = min(result.scaled(by: 2), bound)
        }
        return result
    }
}
