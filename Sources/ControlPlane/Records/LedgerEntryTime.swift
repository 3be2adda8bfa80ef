/// The time that an entry of the ledger says: its first ten characters are the milliseconds since 1970, five bits each.
enum LedgerEntryTime {
    private static let length = 32
    private static let timeLength = 10

    /// The nanoseconds since 1970 UTC in which the entry's request came; `nil` where the text is no entry.
    static func window(of entry: String) -> Range<Int64>? {
        let letters = Array(entry.utf8)
        guard letters.count == length else { return nil }
        var milliseconds: Int64 = 0
        for (index, letter) in letters.enumerated() {
            let digit: Int64
            switch letter {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = Int64(letter) - 48
            case UInt8(ascii: "a")...UInt8(ascii: "v"): digit = Int64(letter) - 97 + 10
            default: return nil
            }
            if index < timeLength { milliseconds = milliseconds << 5 | digit }
        }
        let (start, overflow) = milliseconds.multipliedReportingOverflow(by: 1_000_000)
        guard !overflow, start < .max - 1_000_000 else { return nil }
        return start..<start + 1_000_000
    }
}
