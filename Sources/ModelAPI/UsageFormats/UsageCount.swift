import JSONText

/// Counts as peers write them.
enum UsageCount {
    /// A count, whatever a peer wrote: negative ones are 0, and so is what is no whole number.
    static func lenient(_ value: JSONValue?) -> Int { max(value?.int ?? 0, 0) }

    /// The sum, or the largest count where it does not fit.
    static func sum(_ left: Int, _ right: Int) -> Int {
        let (sum, overflow) = left.addingReportingOverflow(right)
        return overflow ? .max : sum
    }

    /// What is left of a whole, at least 0.
    static func rest(_ whole: Int, without part: Int) -> Int { max(whole, 0) - min(max(part, 0), max(whole, 0)) }

    /// Takes a share from what is left of a whole: never more than there is.
    static func share(_ count: Int, of rest: inout Int) -> Int {
        let share = min(max(count, 0), max(rest, 0))
        rest -= share
        return share
    }
}
