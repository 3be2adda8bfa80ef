/// Whether bytes are UTF-8.
enum UTF8Check {
    /// Whether they are well-formed (Unicode 15 table 3-7).
    static func isWellFormed(_ bytes: Span<UInt8>) -> Bool { (try? UTF8Span(validating: bytes)) != nil }
}
