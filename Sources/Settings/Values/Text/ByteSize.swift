/// Sizes in bytes as documents write them: `512B`, `64KiB`, `50MiB`, `2GiB`.
enum ByteSize {
    static let pattern = "^[0-9]{1,10}(B|KiB|MiB|GiB)$"

    private static let units: [(name: String, bytes: Int)] = [
        ("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10), ("B", 1),
    ]

    /// The number of bytes; nil if the text is no size or does not fit.
    static func bytes(_ text: String) -> Int? {
        let digits = text.utf8.prefix(while: \.isDigit)
        guard (1...10).contains(digits.count), let number = Int(Substring(digits)) else { return nil }
        let name = String(text.dropFirst(digits.count))
        guard let unit = units.first(where: { $0.name == name }) else { return nil }
        let (bytes, overflow) = number.multipliedReportingOverflow(by: unit.bytes)
        return overflow ? nil : bytes
    }

    /// The size in the largest unit that gives a whole number.
    static func text(_ bytes: Int) -> String {
        guard let unit = units.first(where: { bytes != 0 && bytes % $0.bytes == 0 }) else { return "\(bytes)B" }
        return "\(bytes / unit.bytes)\(unit.name)"
    }
}
