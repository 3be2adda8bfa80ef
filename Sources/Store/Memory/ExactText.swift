/// A text that is compared byte by byte, as SQLite does; Swift's own comparison takes `é` in one scalar and in two for one.
struct ExactText: Hashable, Comparable {
    /// The text's UTF-8.
    let bytes: [UInt8]

    init(_ text: String) { bytes = Array(text.utf8) }

    static func < (left: ExactText, right: ExactText) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
    }
}
