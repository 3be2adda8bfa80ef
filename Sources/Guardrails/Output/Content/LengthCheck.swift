/// How many characters (code points) an answer has.
public struct LengthCheck: Sendable, Hashable {
    /// The fewest characters.
    public var least: Int?
    /// The most characters.
    public var most: Int?

    /// A check.
    public init(least: Int? = nil, most: Int? = nil) {
        self.least = least
        self.most = most
    }

    /// Checks an answer.
    /// - Parameter answer: UTF-8.
    public func report(on answer: [UInt8]) -> OutputReport {
        // Each character has one byte that continues none.
        let count = answer.count { $0 & 0xC0 != 0x80 }
        if let least, count < least {
            return report("length.least", "It has \(count) characters, and \(least) is the least.")
        }
        if let most, count > most {
            return report("length.most", "It has \(count) characters, and \(most) is the most.")
        }
        return OutputReport()
    }

    private func report(_ rule: String, _ complaint: String) -> OutputReport {
        OutputReport(findings: [Finding(type: .length, range: 0..<0, score: 1, rule: rule)], complaints: [complaint])
    }
}
